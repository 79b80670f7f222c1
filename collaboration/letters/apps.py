from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Official letters on requests between units."""

    name = "collaboration.letters"
    label = "letters"

    def ready(self) -> None:
        from collaboration.approval import words
        from collaboration.assistance import joining, panels
        from collaboration.assistance.acts import KIND as REQUEST
        from collaboration.casefiles import volume
        from collaboration.letters import cards, house, tasks  # noqa: F401
        from collaboration.letters.acts import ACTS, KIND, PRACTICE, PRACTICE_ACTS
        from collaboration.letters.checking import find
        from collaboration.letters.kinds import LETTER, ON_REQUESTS
        from collaboration.letters.volume import letters_of
        from collaboration.letters.workflow import going_out
        from collaboration.matters import kinds
        from collaboration.publication import other_codes
        from tenants.audit import acts

        acts.register(KIND, ACTS, kind_label=_("Official letter"))
        acts.register(PRACTICE, PRACTICE_ACTS, kind_label=_("How a unit goes about letters"))
        kinds.register(KIND, LETTER)
        kinds.extend(REQUEST, ON_REQUESTS)
        words.register(REQUEST, house.SPACE)
        joining.before("readdress", going_out.before_readdressing)
        joining.before("send", going_out.before_sending)
        joining.before("decline", going_out.before_declining)
        joining.before("reply", going_out.before_replying)
        joining.after("send", going_out.after_sending)
        joining.after("reply", going_out.after_replying)
        joining.after("decide_level", going_out.follow)
        joining.after("forward", going_out.follow)
        panels.register(panels.EVERY_KIND, cards.approval_card)
        panels.register(panels.EVERY_KIND, cards.letters_card)
        panels.register(panels.EVERY_KIND, cards.outside_card)
        panels.offer(panels.EVERY_KIND, cards.actions)
        other_codes.finders.append(find)
        volume.register(volume.LETTERS, letters_of)
