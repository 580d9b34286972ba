# SPDX-License-Identifier: Apache-2.0
"""A Django project in one file: python django_app.py runserver --noreload ADDRESS:PORT."""

import sys

import shop
from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="for a test")


def fine(request):
    return HttpResponse("fine")


def broken(request):
    return HttpResponse(shop.checkout([1, 2, 3]))


urlpatterns = [path("", fine), path("broken", broken)]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
else:
    app = get_wsgi_application()
