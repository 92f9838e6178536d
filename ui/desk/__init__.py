"""The desk: the walkthrough in the resident's language, the visit panel in the volunteer's."""
