"""Prevention under a budget: what help is worth, what a budget buys, who pays and who saves, where devices change most."""

from ginnel.prevention.interventions import Help, Intervention, load_help
from ginnel.prevention.options import Limits, Options, budget_of, options_of
from ginnel.prevention.plan import Chosen, choose

__all__ = ["Chosen", "Help", "Intervention", "Limits", "Options", "budget_of", "choose", "load_help", "options_of"]
