#!/bin/sh
# Bundle the browser scripts into heritage/static/disanso/js and redraw the symbol sheet.
# Needs Node 20 once, at development time: the output is committed.
set -eu
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund
out=../../heritage/static/disanso/js
rm -rf "$out"
mkdir -p "$out"
build="node_modules/.bin/esbuild --bundle --minify --legal-comments=none --log-level=warning"

# Classic scripts: loaded by a tag with defer.
$build --format=iife --target=es2020 --outdir="$out" src/site.js src/map.js src/placer.js src/desk.js
# Modules fetched by site.js only when somebody presses a button; the two 3D viewers share one copy of three.
$build --format=esm --target=es2022 --splitting --chunk-names='shared-[hash]' --outdir="$out" \
    src/cloud.js src/model.js src/deepzoom.js
# A worker must be a classic script: the module build dies on "Unexpected token 'export'".
$build --format=iife --target=es2020 --outfile="$out/cloud-worker.js" src/cloud/worker.js
cp node_modules/laz-perf/lib/laz-perf.wasm "$out/"
chmod 644 "$out/laz-perf.wasm"
node licences.js > "$out/LICENCES.txt"
node sprite.js > ../../templates/parts/sprite.html
