"""The operator's two questions, asked as the operator asks them: outside of any transaction."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from complaints.models import Complaint
from tests.conftest import lifted_triggers


@pytest.mark.django_db(transaction=True)
class TestCommands:
    def test_check_guarantee(self, reporter, capsys):
        reporter.files()
        call_command("check_guarantee")
        assert capsys.readouterr().out == "0 violations\n"

    def test_verify_history(self, reporter, capsys):
        reporter.files()
        call_command("verify_history")
        assert capsys.readouterr().err == ""
        with lifted_triggers(), connection.cursor() as cursor:
            cursor.execute("UPDATE complaints_complaint SET priority = 'urgent'")
        with pytest.raises(CommandError, match=reporter.number):
            call_command("verify_history")

    def test_both_leave_no_transaction_open(self, reporter):
        reporter.files()
        call_command("check_guarantee")
        call_command("verify_history")
        with transaction.atomic():  # fails inside of another one that was begun by hand
            assert Complaint.objects.update(version=F("version")) == 1
