"""What a person says about themselves."""

from django import forms

from tenants.identity.models import User


class ProfileForm(forms.ModelForm):
    """Language and address for mail; the name and the memberships are the unit administrator's to change."""

    class Meta:
        model = User
        fields = ["language", "email"]
        widgets = {"language": forms.RadioSelect}
