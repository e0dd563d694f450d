"""Sign in and out."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView


class Login(LoginView):
    """Named accounts only; the message never says which of the two was wrong."""

    template_name = "desk/login.html"
    redirect_authenticated_user = True


class Logout(LogoutView):
    """By POST, so that no link can sign anybody out."""
