"""What can be edited at /kelola/admin/: the master data. No complaint is here: an administrator opens none."""

from complaints.masterdata.admin_site import site

__all__ = ["site"]
