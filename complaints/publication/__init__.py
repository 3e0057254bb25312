"""What everybody sees of a complaint: checked by a person, shown before it is published by the code that shows it.

`rendering.page` makes it, for the preview of the coordinator and for the public page alike.
"""
