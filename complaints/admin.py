"""What can be edited at /kelola/admin/: the master data. No complaint is here: an administrator opens none."""

from complaints.masterdata import admin_ladder, admin_people, admin_places, admin_work
from complaints.masterdata.admin_site import site

__all__ = ["admin_ladder", "admin_people", "admin_places", "admin_work", "site"]
