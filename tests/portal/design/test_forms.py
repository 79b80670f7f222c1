"""Forms tie every label, help and error to its field, and repeat all errors on top."""

from django import forms

from portal.design.forms import error_links


class LetterForm(forms.Form):
    title = forms.CharField(label="Heading", help_text="One line.")
    kind = forms.ChoiceField(label="Sort", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Read")
    remark = forms.CharField(label="Remark", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("Two fields contradict each other.")


def test_unbound_form_has_no_summary_and_marks_what_may_stay_empty() -> None:
    html = str(LetterForm())

    assert "error-summary" not in html
    assert html.count('class="optional"') == 1
    assert '<label for="id_title">Heading' in html
    assert 'aria-describedby="id_title_helptext"' in html


def test_error_stands_beside_its_field_and_on_top() -> None:
    html = str(LetterForm({"kind": "a", "agreed": "on", "version": "1"}))

    assert '<a href="#id_title">' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count("Two fields contradict each other.") == 1


def test_choice_of_several_shows_a_box_for_each() -> None:
    class Several(forms.Form):
        days = forms.MultipleChoiceField(choices=[("1", "One"), ("2", "Two")], widget=forms.CheckboxSelectMultiple)

    html = str(Several())

    assert html.count('type="checkbox"') == 2
    assert "<fieldset>" in html


def test_errors_are_listed_in_the_order_of_the_fields() -> None:
    links = error_links(LetterForm({}))

    assert [(field, label) for field, label, _error in links] == [
        ("id_title", "Heading"),
        ("id_kind", "Sort"),
        ("id_agreed", "Read"),
        ("", "Version"),
    ]


def test_words_of_people_are_escaped() -> None:
    class Echo(forms.Form):
        name = forms.ChoiceField(choices=[("a", "A")])

    html = str(Echo({"name": "<script>alert(1)</script>"}))

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
