"""What a person says about themselves."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tenants.identity.models import User


class ProfileForm(forms.ModelForm):
    """Language and address for mail; the name and the memberships are the unit administrator's to change."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["language", "email"]
