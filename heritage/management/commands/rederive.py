"""Make what an older version of a recipe made anew; interrupted, it goes on where it stopped."""

from __future__ import annotations

import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from tqdm import tqdm

from heritage import categories
from heritage.jobs import rederive
from media_pipeline.errors import MediaRefused, WorkerFailed
from media_pipeline.recipes import RECIPES, Recipe, general_name

WORD = {
    "made": "đã làm lại",
    "refused": "không đọc được nữa",
    "busy": "đang được xử lý",
    "failed": "lỗi hệ thống",
}


class Command(BaseCommand):
    """``rederive --recipe NAME``: the site shows the old file until the new one is whole."""

    help = "Làm lại các tệp dẫn xuất của một công thức. / Make the derivatives of a recipe anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument(
            "--recipe", required=True, metavar="NAME", help="as in the registry: photo-640, page-N-1280"
        )
        parser.add_argument("--every", action="store_true", help="also what the present version made")
        parser.add_argument(
            "--missing",
            choices=categories.codes(categories.MEDIA_KINDS),
            help="also files of this kind that have none yet",
        )
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--jobs", type=int, default=min(4, os.cpu_count() or 1))

    def handle(self, *args: Any, **options: Any) -> None:
        """Choose, make, count."""
        recipe = self._recipe(options["recipe"])
        keys = rederive.outdated(recipe, every=options["every"], lacking_kind=options["missing"])
        totals: Counter[str] = Counter()
        if not options["dry_run"]:
            totals = self._run(recipe, keys, max(1, options["jobs"]))
        if options["json"]:
            self.stdout.write(
                json.dumps({"recipe": recipe.name, "version": recipe.version, "files": len(keys), **totals})
            )
        else:
            done = ", ".join(f"{count} {WORD[word]}" for word, count in totals.items())
            self.stdout.write(
                f"{recipe.name}, phiên bản {recipe.version}: {len(keys)} tệp"
                + (f"; {done}." if done else ".")
            )
        if totals["failed"]:
            raise CommandError(
                f"{totals['failed']} tệp gặp lỗi hệ thống. / {totals['failed']} failed on our side."
            )

    def _recipe(self, name: str) -> Recipe:
        found = next((each for each in RECIPES if each.name in (name, general_name(name))), None)
        if found is None:
            known = ", ".join(each.name for each in RECIPES)
            raise CommandError(f"Không có công thức {name}. / No recipe {name}. {known}")
        return found

    def _run(self, recipe: Recipe, keys: list[int], jobs: int) -> Counter[str]:
        totals: Counter[str] = Counter()
        with ThreadPoolExecutor(jobs) as pool:
            try:
                done = pool.map(lambda key: _make(key, recipe), keys)
                for word in tqdm(
                    done, total=len(keys), unit=" tệp", file=self.stderr, disable=None, leave=False
                ):
                    totals[word] += 1
            except KeyboardInterrupt as stopped:
                pool.shutdown(wait=False, cancel_futures=True)
                raise CommandError(
                    "Đã dừng giữa chừng, không mất gì. Chạy lại lệnh này để làm tiếp."
                    " / Stopped halfway, nothing is lost. Run the same command again to go on.",
                    returncode=130,
                ) from stopped
        return totals


def _make(asset_pk: int, recipe: Recipe) -> str:
    try:
        return "busy" if rederive.rederive(asset_pk, recipe) is None else "made"
    except MediaRefused:
        return "refused"
    except (WorkerFailed, OSError):
        return "failed"
    finally:
        connection.close()
