"""Our crispy template pack: what a form gives to eyes, screen readers and the browser."""

from html.parser import HTMLParser

import pytest
from crispy_forms.bootstrap import FieldWithButtons, FormActions, InlineRadios, PrependedText, StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Button, Column, Div, Field, Hidden, Layout, Reset, Row, Submit
from django import forms
from django.template import engines
from django.test import RequestFactory

from tests.gallery.forms import AnswerForm, PlaceForm, StoryForm

VOID = {"input", "br", "img", "path", "circle", "rect", "meta", "link"}


class Element:
    def __init__(self, tag, attrs, parent):
        self.tag, self.attrs, self.parent, self.children = tag, dict(attrs), parent, []
        self.words = ""

    @property
    def text(self):
        return " ".join((self.words + " " + " ".join(child.text for child in self.children)).split())

    def all(self, tag=None, **attrs):
        found = []
        for child in self.children:
            if (tag is None or child.tag == tag) and all(child.attrs.get(k.strip("_")) == v for k, v in attrs.items()):
                found.append(child)
            found += child.all(tag, **attrs)
        return found

    def one(self, tag=None, **attrs):
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{tag} {attrs}: {len(found)}"
        return found[0]


class Tree(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.root = self.at = Element("root", {}, None)
        self.feed(html)
        assert self.at is self.root, f"<{self.at.tag}> is left open"

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Element(tag, attrs, self.at))

    def handle_endtag(self, tag):
        assert tag == self.at.tag, f"</{tag}> closes <{self.at.tag}>"
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.words += data


def draw(source="{% crispy form %}", **context):
    page = engines["django"].from_string("{% load crispy_forms_tags besadu %}" + source)
    return Tree(page.render(context, RequestFactory().get("/"))).root


def story(data=None, **kwargs):
    return StoryForm(data, {} if data is not None else None, **kwargs)


class TestField:
    def test_label_hint_and_control_stand_in_this_order_and_are_tied(self):
        field = draw(form=story()).one("div", id="div_id_story")
        assert [child.tag for child in field.children] == ["label", "p", "textarea"]
        assert field.one("label").attrs["for"] == "id_story"
        hint = field.one("p")
        assert field.one("textarea").attrs["aria-describedby"] == hint.attrs["id"] == "id_story_helptext"
        assert "required" in field.one("textarea").attrs

    def test_the_error_stands_between_hint_and_control_and_is_described(self):
        field = draw(form=story({})).one("div", id="div_id_story")
        assert "err" in field.attrs["class"].split()
        assert [child.tag for child in field.children] == ["label", "p", "div", "textarea"]
        assert field.one("div", id="id_story_error").text == "Tulis apa yang terjadi"
        area = field.one("textarea").attrs
        assert area["aria-invalid"] == "true"
        assert area["aria-describedby"] == "id_story_helptext id_story_error"

    def test_only_the_field_in_error_is_marked(self):
        form = draw(form=story({"category": "lamp", "story": "Lampu padam"}))
        assert not [e for e in form.all() if "err" in e.attrs.get("class", "").split()]

    def test_optional_is_said_in_words_and_required_has_no_asterisk(self):
        form = draw(form=story())
        assert form.one("div", id="div_id_photo").one("label").text == "Foto (tidak wajib)"
        assert form.one("div", id="div_id_story").one("label").text == "Ceritakan masalahnya"
        assert "*" not in form.text

    def test_a_form_can_say_that_an_answer_depends_on_another(self):
        form = story()
        form.fields["photo"].mark_optional = False
        assert draw(form=form).one("div", id="div_id_photo").one("label").text == "Foto"

    def test_a_search_form_marks_nothing(self):
        form = PlaceForm()
        form.helper.form_method = "get"
        page = draw(form=form)
        assert "tidak wajib" not in page.text
        assert not page.all("input", name="csrfmiddlewaretoken")

    def test_what_was_typed_stays_and_is_escaped(self):
        page = draw(form=story({"category": "road", "story": "<script>alert(1)</script>", "photo": ""}))
        assert not page.all("script")
        assert page.one("textarea").words.strip() == "<script>alert(1)</script>"
        assert "checked" in page.one("input", value="road").attrs

    def test_a_password_has_a_button_that_waits_for_the_script(self):
        page = draw(form=AnswerForm())
        button = page.one("button", **{"data-reveal": "id_password"})
        assert "hidden" in button.attrs
        assert button.attrs["type"] == "button"

    def test_a_single_checkbox_has_its_label_beside_it_and_its_hint_described(self):
        field = draw(form=AnswerForm()).one("div", id="div_id_publish")
        assert field.one("input").attrs["aria-describedby"] == field.one("p").attrs["id"]
        assert field.one("label").text == "Tampilkan jawaban di Laporan warga"

    def test_classes_and_attributes_of_the_layout_reach_the_page(self):
        form = PlaceForm()
        form.helper.layout = Layout(
            Field("landmark", css_class="w8", wrapper_class="quiet", autocomplete="off"), "village"
        )
        field = draw(form=form).one("div", id="div_id_landmark")
        assert field.attrs["class"] == "f quiet"
        assert field.one("input").attrs["class"] == "w8"
        assert field.one("input").attrs["autocomplete"] == "off"


class TestChoices:
    def test_radios_are_a_fieldset_with_a_legend(self):
        group = draw(form=story()).one("fieldset", id="div_id_category")
        assert group.one("legend").text == "Jenis masalah"
        assert [radio.attrs["type"] for radio in group.all("input")] == ["radio"] * 5
        for radio in group.all("input"):
            assert [label.attrs["for"] for label in group.all("label")].count(radio.attrs["id"]) == 1

    def test_a_choice_may_carry_its_own_hint(self):
        group = draw(form=story()).one("fieldset", id="div_id_category")
        lamp, road = group.one("input", value="lamp"), group.one("input", value="road")
        assert group.one("p", id=lamp.attrs["aria-describedby"]).text == "Tulis nomor tiang kalau ada"
        assert "aria-describedby" not in road.attrs

    def test_the_error_belongs_to_the_group(self):
        group = draw(form=story({})).one("fieldset", id="div_id_category")
        assert group.attrs["aria-describedby"] == "id_category_error"
        assert group.one("div", id="id_category_error").text == "Pilih jenis masalah atau pilih Saya tidak yakin"
        assert not [radio for radio in group.all("input") if "aria-invalid" in radio.attrs]

    def test_the_chosen_stay_chosen(self):
        page = draw(form=AnswerForm({"reasons": ["visit"], "outcome": "explained"}))
        checked = [box.attrs["value"] for box in page.all("input") if "checked" in box.attrs]
        assert checked == ["explained", "visit"]

    def test_groups_of_choices_are_named(self):
        class Grouped(forms.Form):
            place = forms.ChoiceField(
                label="Tempat",
                widget=forms.RadioSelect,
                choices=[("Sijuk", [("1", "Air Seruk"), ("2", "Keciput")])],
                error_messages={"required": "Pilih tempat"},
            )

        page = draw("{{ form|crispy }}{% error_summary form %}", form=Grouped({}))
        assert page.one("p", class_="grup").text == "Sijuk"
        target = page.one("a").attrs["href"].removeprefix("#")
        assert page.one("input", id=target).attrs["value"] == "1"

    def test_a_select_keeps_its_groups(self):
        page = draw(form=PlaceForm())
        assert [group.attrs["label"] for group in page.all("optgroup")] == ["Tanjungpandan", "Sijuk"]

    def test_rows_of_a_model_choice_have_hints_too(self):
        class Rows(forms.Form):
            kind = forms.TypedChoiceField(
                label="Jenis", coerce=int, choices=[(1, "Satu"), (2, "Dua")], widget=forms.RadioSelect
            )

        form = Rows()
        form.fields["kind"].option_hints = {2: "Yang kedua"}
        assert draw("{{ form|crispy }}", form=form).one("p", class_="hint").text == "Yang kedua"


class TestForm:
    def test_the_browser_does_not_judge_and_files_are_sent(self):
        form = draw(form=story()).one("form")
        assert form.attrs["method"] == "post"
        assert form.attrs["enctype"] == "multipart/form-data"
        assert "novalidate" in form.attrs
        assert form.all("input", name="csrfmiddlewaretoken")

    def test_buttons_show_their_words(self):
        page = draw(form=AnswerForm())
        send, draft = page.one("button", name="send"), page.one("button", name="draft")
        assert (send.text, send.attrs["type"], send.attrs["class"]) == ("Kirim ke pelapor", "submit", "btn")
        assert draft.attrs["class"] == "btn line"
        assert send.attrs["value"] == "Kirim ke pelapor"

    def test_a_fieldset_has_its_heading(self):
        page = draw(form=AnswerForm())
        assert "Isi jawaban" in [legend.text for legend in page.all("legend")]

    def test_errors_of_the_whole_form_stand_above_it_once(self):
        form = AnswerForm({"outcome": "repaired"})
        alone = draw(form=form)
        assert alone.one("div", class_="sum").text == "Laporan ini baru diubah oleh Ibu Rina pukul 10.42"
        page = draw("{% error_summary form %}{% crispy form %}", form=AnswerForm({"outcome": "repaired"}))
        assert page.text.count("Ibu Rina") == 1

    def test_without_a_helper_all_fields_stand_in_order(self):
        page = draw("{{ form|crispy }}", form=AnswerForm())
        names = [e.attrs["name"] for e in page.all() if "name" in e.attrs]
        assert list(dict.fromkeys(names)) == ["outcome", "date", "text", "reasons", "publish", "password"]
        assert not page.all("form")

    def test_every_layout_object_that_we_use_draws(self):
        form = PlaceForm()
        form.helper = FormHelper()
        form.helper.layout = Layout(
            Hidden("step", "2"),
            Row(Column("village"), css_class="two"),
            Div(PrependedText("landmark", "+62"), css_id="box"),
            FormActions(Submit("go", "Lanjut"), Reset("again", "Ulang"), Button("x", "Tutup")),
            StrictButton("Cari", css_class="line"),
        )
        form.helper.add_input(Submit("last", "Kirim"))
        page = draw(form=form)
        assert page.one("input", name="step").attrs["type"] == "hidden"
        assert page.one("div", class_="joined").one("span").text == "+62"
        assert [b.text for b in page.all("button")] == ["Lanjut", "Ulang", "Tutup", "Cari", "Kirim"]
        assert page.one("div", id="box")

    def test_inline_choices_and_a_field_with_its_button(self):
        form = StoryForm()
        form.helper = FormHelper()
        form.helper.layout = Layout(InlineRadios("since"), FieldWithButtons("story", StrictButton("Pakai")))
        page = draw(form=form)
        assert "inline" in page.one("fieldset").attrs["class"].split()
        assert page.one("div", class_="joined").one("button").text == "Pakai"

    def test_a_formset_draws_each_form_and_its_bookkeeping(self):
        places = forms.formset_factory(PlaceForm, extra=2)
        page = draw("{% crispy formset helper %}", formset=places(), helper=FormHelper())
        assert [s.attrs["id"] for s in page.all("select")] == ["id_form-0-village", "id_form-1-village"]
        assert page.one("input", name="form-TOTAL_FORMS")


class TestSummary:
    def test_it_names_each_error_with_the_words_of_the_field_and_links_there(self):
        page = draw("{% error_summary form %}{% crispy form %}", form=story({}))
        box = page.one("div", class_="sum")
        assert box.one("h2").text == "Ada 2 isian yang perlu diperbaiki"
        assert (box.attrs["role"], box.attrs["tabindex"]) == ("alert", "-1")
        assert "autofocus" in box.attrs
        for link in box.all("a"):
            assert page.one(id=link.attrs["href"].removeprefix("#")).tag in ("input", "textarea")
        said = [link.text for link in box.all("a")]
        assert said == [e.text for e in page.all("div", class_="msg")]

    def test_one_error_is_one(self):
        page = draw("{% error_summary form %}", form=story({"category": "lamp"}))
        assert page.one("h2").text == "Ada 1 isian yang perlu diperbaiki"

    def test_several_forms_of_a_page_share_one_box_and_no_id(self):
        wrong = {"a-landmark": "x", "b-text": ""}
        page = draw(
            "{% error_summary a b %}{% crispy a %}{% crispy b %}",
            a=PlaceForm(wrong, prefix="a"),
            b=AnswerForm(wrong, prefix="b"),
        )
        ids = [e.attrs["id"] for e in page.all() if "id" in e.attrs and not e.attrs["id"].startswith("submit-id")]
        assert len(ids) == len(set(ids))
        box = page.one("div", class_="sum")
        assert box.one("h2").text == "Ada 5 isian yang perlu diperbaiki"
        assert [a.attrs["href"] for a in box.all("a")] == [
            "#id_a-village",
            "#id_b-outcome_0",
            "#id_b-date",
            "#id_b-text",
        ]

    def test_nothing_is_drawn_without_errors(self):
        for form in (story(), story({"category": "lamp", "story": "Lampu padam"}), None, ""):
            assert not draw("{% error_summary form %}", form=form).children

    def test_it_is_told_once(self):
        page = draw("{% error_summary form %}{% error_summary form %}", form=story({}))
        assert len(page.all("div", class_="sum")) == 1

    def test_an_error_of_a_hidden_field_is_told_without_a_link(self):
        class Versioned(forms.Form):
            version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Muat ulang halaman"})

        page = draw("{% error_summary form %}{{ form|crispy }}", form=Versioned({}))
        assert page.one("li").text == "Muat ulang halaman"
        assert not page.all("a")
        assert page.one("input").attrs["type"] == "hidden"

    def test_the_title_says_so(self):
        assert draw("{% error_prefix form %}", form=story({})).words == "Ada yang perlu diperbaiki: "
        assert draw("{% error_prefix form %}", form=story()).words == ""

    def test_the_base_page_draws_both_by_itself(self):
        page = engines["django"].from_string('{% extends "base.html" %}{% block title %}Lapor{% endblock %}')
        root = Tree(page.render({"form": story({})}, RequestFactory().get("/"))).root
        assert root.one("title").text == "Ada yang perlu diperbaiki: Lapor · BESADU"
        assert root.one("main").one("div", class_="sum").one("h2")

    def test_markup_in_an_error_stays_text(self):
        class Angry(forms.Form):
            name = forms.CharField(required=False)

            def clean_name(self):
                raise forms.ValidationError("<b>x</b>")

        page = draw("{% error_summary form %}{{ form|crispy }}", form=Angry({}))
        assert page.one("a").text == "<b>x</b>"
        assert not page.all("b")


@pytest.mark.parametrize("form", [StoryForm, PlaceForm, AnswerForm])
def test_everything_described_exists(form):
    page = draw("{% error_summary form %}{% crispy form %}", form=form({}))
    ids = {e.attrs["id"] for e in page.all() if "id" in e.attrs}
    for element in page.all():
        for name in ("aria-describedby", "aria-controls", "for"):
            assert set(element.attrs.get(name, "").split()) <= ids, element.attrs
