# SPDX-License-Identifier: Apache-2.0
"""Each language has its folder, and whoever lists languages lists all of them."""

import os
import re

import languages


def page(name):
    with open(os.path.join(languages.ROOT, name), encoding="utf-8") as file:
        return file.read()


def test_a_languages_folder_has_a_page_of_one_screen_for_its_users():
    for each in languages.ALL:
        text = page("hooks/%s/README.md" % each)
        assert languages.environment(each).variable in text
        assert text.count("\n") <= 60


def test_the_page_of_languages_has_each_with_its_variable():
    rows = re.findall(r"^\| \[(\w+)\]\(\.\./hooks/\1/README\.md\) \| .* \| `(\w+)` \| `(.*)` \|$",
                      page("docs/languages.md"), re.M)
    assert rows == [(each, languages.environment(each).variable, languages.environment(each).value)
                    for each in languages.ALL]
