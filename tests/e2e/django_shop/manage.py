# SPDX-License-Identifier: Apache-2.0
"""A Django project in one file: its page counts the users in the database."""

import os

from django.core.management import execute_from_command_line
from django.http import HttpResponse
from django.urls import path

HERE = os.path.dirname(os.path.abspath(__file__))
SECRET_KEY = "only for a test"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "manage"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(HERE, "shop.sqlite3")}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def home(request):
    from django.contrib.auth.models import User  # once the applications are there
    return HttpResponse("%d users\n" % User.objects.count())


urlpatterns = [path("", home)]

if __name__ == "__main__":
    execute_from_command_line()
