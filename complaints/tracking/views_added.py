"""What the reporter adds after filing: words and photos (T4), a review (T6), a contact; and that it is not shown."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints import dates, desk, identity, lifecycle, next_steps, phones, timeline
from complaints.errors import Refused
from complaints.models import Event
from complaints.notifications import outbox
from complaints.publication import operations as publication
from complaints.states import Status

from . import acts, operations, queries
from .forms_added import AddContactForm, AddForm, NotifyForm, ReviewForm, TakeBackForm

form_page = require_http_methods(["GET", "HEAD", "POST"])
Kind = Event.Kind


@form_page
@acts.of_the_reporter
def add(request, complaint):
    """T4: words or photos to a case that is open; whoever has it reads them."""
    if back := acts.gone(request, complaint, complaint.is_open):
        return back
    form = AddForm(*desk.sent(request), initial={"seen": complaint.version})
    told = _("Keterangan Anda sudah kami terima.")
    done = acts.perform(request, complaint, form, operations.add, Kind.EVIDENCE_ADDED, told)
    if done:
        return done
    acts.show_again(request, form, complaint.version)
    context = {"complaint": complaint, "form": form, "who": next_steps.who(complaint)}
    return render(request, "tracking/add.html", context)


@form_page
@acts.of_the_reporter
def review(request, complaint):
    """T6: asked for after an answer, and for 30 days after the end; what else the reporter may do stands beside it."""
    now = timezone.now()
    possible = complaint.status == Status.ANSWERED or acts.objection_ends(complaint, now)
    if back := acts.gone(request, complaint, possible):
        return back
    answered = timeline.last_of(complaint, Kind.ANSWERED, Kind.OUTSIDE_ANSWERED)
    sequence = answered.sequence if answered else None
    form = ReviewForm(*desk.sent(request), initial={"seen": sequence})
    check_by = dates.full_date(lifecycle.objection_due(complaint, now))
    told = _("Permintaan Anda kami terima. Petugas BESADU memeriksanya paling lambat %(date)s.") % {"date": check_by}
    done = acts.perform(request, complaint, form, operations.raise_objection, Kind.OBJECTED, told)
    if done:
        return done
    acts.show_again(request, form, sequence)
    context = {
        "complaint": complaint,
        "form": form,
        "answer": timeline.text_of(answered, "answer") or timeline.text_of(answered, "outside") if answered else "",
        "check_by": check_by,
        "judges": queries.who_else_may_judge(),
    }
    return render(request, "tracking/review.html", context)


@form_page
@acts.of_the_reporter
def add_contact(request, complaint):
    """A contact for a case filed without a name; afterwards there is nothing to add."""
    form = AddContactForm(request.POST if request.method == "POST" else None)
    told = _("Kontak Anda tersimpan tertutup. Kami kabari kalau ada perkembangan.")
    done = None
    if identity.was_kept(complaint):
        # Also the second press: it is there.
        messages.info(request, _("Kontak laporan ini sudah ada, atau sudah dihapus."))
        done = redirect("tracking:case", complaint.tracking_number)
    done = done or acts.perform(request, complaint, form, operations.add_contact, Kind.CONTACT_ADDED, told)
    return done or render(request, "tracking/add_contact.html", {"complaint": complaint, "form": form})


@form_page
@acts.of_the_reporter
def notify(request, complaint):
    """T8: another way to be told, another contact, or silence. Being told again needs the contact itself."""
    kept = queries.kept_contact(complaint)
    if kept is None:
        name = "case" if identity.was_kept(complaint) else "add_contact"
        return redirect(f"tracking:{name}", complaint.tracking_number)
    stopped = outbox.is_stopped(complaint)
    posted = request.POST if request.method == "POST" else None
    form = NotifyForm(posted, initial={"kind": kept.kind})
    if form.is_valid():
        try:
            operations.notify(complaint.pk, **form.cleaned_data, now=timezone.now())
        except Refused as refusal:
            form.add_error("contact", str(refusal))
        else:
            silent = form.cleaned_data["kind"] == phones.SILENT
            told = _("Anda tidak dikabari lagi. Laporan Anda tetap berjalan.")
            messages.success(request, told if silent else _("Disimpan. Kabar berikutnya dikirim dengan cara ini."))
            return redirect("tracking:case", complaint.tracking_number)
    context = {"complaint": complaint, "form": form, "kept": kept, "stopped": stopped}
    return render(request, "tracking/notify.html", context)


@form_page
@acts.of_the_reporter
def take_back(request, complaint):
    """The reporter's yes to being shown is taken back: the public page is gone at once, and for good."""
    if back := acts.gone(request, complaint, queries.may_be_shown(complaint)):
        return back
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    told = _("Laporan Anda tidak ditampilkan di Laporan warga.")
    done = acts.perform(request, complaint, form, publication.take_back, Kind.HIDDEN, told)
    return done or render(request, "tracking/take_back.html", {"complaint": complaint, "form": form})
