"""An invented region with known truth: for the demo, training, tests and benchmarks.

Nothing here knows a rule of Ginnel: this room imports the vocabulary and the directory only. Every figure computed on
its data is "on data we made".
"""

from ginnel.synthetic.layout import LAYOUTS, Layout
from ginnel.synthetic.stories import STORIES, Story, StoryPerson
from ginnel.synthetic.story_population import StoryIds, story_ids
from ginnel.synthetic.victims import write_victims
from ginnel.synthetic.write import Progress, Summary, write_region_data

__all__ = [
    "LAYOUTS",
    "STORIES",
    "Layout",
    "Progress",
    "Story",
    "StoryIds",
    "StoryPerson",
    "Summary",
    "story_ids",
    "write_region_data",
    "write_victims",
]
