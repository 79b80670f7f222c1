"""What the alliance agreed on beforehand, kept as data: kinds of request, the agreed list, the competence map."""
