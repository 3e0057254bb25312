"""Template tags of the portal: ``{% load besadu %}``."""
