"""Forms with every kind of field, wrong and right."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms


class StoryForm(forms.Form):
    """Step 1 of the intake, as it may look."""

    category = forms.ChoiceField(
        label="Jenis masalah",
        choices=[
            ("lamp", "Lampu jalan"),
            ("road", "Jalan dan jembatan"),
            ("trash", "Sampah"),
            ("levy", "Pungli atau petugas"),
            ("unsure", "Saya tidak yakin"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jenis masalah atau pilih Saya tidak yakin"},
    )
    story = forms.CharField(
        label="Ceritakan masalahnya",
        help_text="Apa yang rusak atau terjadi. Jangan tulis NIK atau nomor HP di sini",
        widget=forms.Textarea(attrs={"rows": 5, "data-letters": 1500}),
        error_messages={"required": "Tulis apa yang terjadi"},
    )
    photo = forms.FileField(
        label="Foto",
        required=False,
        help_text="Paling banyak 3 foto. Kami kecilkan dulu agar hemat kuota",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    since = forms.ChoiceField(
        label="Sejak kapan",
        required=False,
        choices=[("today", "Hari ini"), ("week", "Minggu ini"), ("long", "Sudah lama")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].option_hints = {
            "lamp": "Tulis nomor tiang kalau ada",
            "levy": "Ini bisa lewat jalur rahasia. Hanya Inspektorat yang membaca",
        }
        self.helper = FormHelper()
        self.helper.layout = Layout("category", "story", "photo", "since", Submit("next", "Lanjut"))


class PlaceForm(forms.Form):
    """Step 2: one grouped select and a landmark."""

    village = forms.ChoiceField(
        label="Desa atau kelurahan",
        choices=[
            ("", "Pilih desa atau kelurahan"),
            ("Tanjungpandan", [("1", "Air Saga"), ("2", "Kota"), ("3", "Juru Seberang")]),
            ("Sijuk", [("4", "Air Seruk"), ("5", "Keciput")]),
        ],
        error_messages={"required": "Pilih desa atau kelurahan"},
    )
    landmark = forms.CharField(
        label="Patokan", required=False, help_text="Contoh: depan SDN 5, dekat jembatan Juru Seberang"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("village", "landmark", Submit("next", "Lanjut"))


class AnswerForm(forms.Form):
    """The agency's answer: outcome, date, text, photo."""

    outcome = forms.ChoiceField(
        label="Hasil",
        choices=[
            ("repaired", "Sudah diperbaiki"),
            ("explained", "Sudah dijelaskan"),
            ("cannot_be_done", "Tidak bisa dilakukan"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih hasilnya"},
    )
    date = forms.DateField(
        label="Tanggal selesai",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Pilih tanggal", "invalid": "Pilih tanggal mulai besok"},
    )
    text = forms.CharField(
        label="Jawaban",
        widget=forms.Textarea(attrs={"rows": 5, "data-letters": 1500}),
        help_text="Tulis apa yang sudah dikerjakan dan kapan",
        error_messages={"required": "Tulis jawaban paling sedikit 40 huruf"},
    )
    reasons = forms.MultipleChoiceField(
        label="Yang sudah dilakukan",
        required=False,
        choices=[("visit", "Datang ke lokasi"), ("call", "Menelepon pelapor lewat portal")],
        widget=forms.CheckboxSelectMultiple,
    )
    publish = forms.BooleanField(
        label="Tampilkan jawaban di Laporan warga", required=False, help_text="Nama pelapor tidak pernah ditampilkan"
    )
    password = forms.CharField(label="Kata sandi", widget=forms.PasswordInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "outcome",
            "date",
            Fieldset("Isi jawaban", "text", "reasons", "publish", "password"),
            Submit("send", "Kirim ke pelapor"),
            Submit("draft", "Simpan draf", css_class="line"),
        )

    def clean(self):
        if not self.cleaned_data.get("publish"):
            raise forms.ValidationError("Laporan ini baru diubah oleh Ibu Rina pukul 10.42")
        return self.cleaned_data
