"""Who wrote, what waits, what comes first."""

from __future__ import annotations

import pytest

from heritage.models import User
from heritage.selectors import desk
from heritage.services import editing, publishing

pytestmark = pytest.mark.django_db


def test_a_publication_closes_the_list_of_writers(make_item, officer, reviewer, index):
    item = make_item()
    editing.edit_item(item, by=officer, values={"summary_vi": "Một."})
    assert desk.writers_of([item.pk]) == {item.pk: {officer.pk}}
    editing.submit(item, by=officer)
    publishing.publish(item, by=reviewer)
    assert desk.writers_of([item.pk]) == {item.pk: set()}
    editing.edit_item(item, by=reviewer, values={"summary_vi": "Hai."})
    assert desk.writers_of([item.pk]) == {item.pk: {reviewer.pk}}


def test_officers_have_no_queue_and_reviewers_only_their_own_wards(make_item, officer, reviewer, stranger):
    item = make_item()
    editing.submit(item, by=officer)
    assert desk.waiting_for(officer) == []
    assert desk.waiting_for(stranger) == []
    assert [each.item for each in desk.waiting_for(reviewer)] == [item]


def test_an_administrator_sees_every_wards_queue(make_item, officer):
    item = make_item()
    editing.submit(item, by=officer)
    administrator = User.objects.create_user("quantri", password="x", role=User.Role.ADMINISTRATOR)
    assert [each.item for each in desk.waiting_for(administrator)] == [item]


def test_only_files_missing_is_told_from_words_missing():
    def task(*codes):
        return desk.Task(item=None, missing=tuple({"code": code} for code in codes), met=(), in_register=True)

    assert task("captioned_photos", "photo", "public", "second_person").wants_files
    assert not task("captioned_photos", "history").wants_files
    assert not task("public", "second_person").wants_files


def test_names_are_found_without_accents(make_item):
    item, other = make_item(name_vi="Đền Trần"), make_item(name_vi="Chùa Phổ Minh")
    rows = type(item).objects.all()
    assert list(desk.named(rows, "den tran")) == [item]
    assert list(desk.named(rows, other.public_id.lower())) == [other]
    assert list(desk.named(rows, "không có")) == []
