"""Reading a board: links that nobody drew, candidate contexts, what to ask, how contexts relate, what to extract
first.
"""

from modeling.analysis.analyse import analyse
from modeling.analysis.coupling import Coupling, coupling_matrix
from modeling.analysis.effective_links import effective_links
from modeling.analysis.inference import infer_links
from modeling.analysis.partition import Partition
from modeling.analysis.result import Analysis

__all__ = ["Analysis", "Coupling", "Partition", "analyse", "coupling_matrix", "effective_links", "infer_links"]
