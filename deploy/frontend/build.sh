#!/bin/sh
# Bundle the browser scripts into heritage/static/disanso/js and redraw the symbol sheet.
# Needs Node 20 once, at development time: the output is committed.
set -eu
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund
out=../../heritage/static/disanso/js
rm -rf "$out"
mkdir -p "$out"
node bundle.js "$out"
cp node_modules/laz-perf/lib/laz-perf.wasm "$out/"
chmod 644 "$out"/*
node licences.js > "$out/LICENCES.txt"
node sprite.js > ../../templates/parts/sprite.html
