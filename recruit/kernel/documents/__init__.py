"""Files from strangers: what we accept, under which name it goes out, how its words are read.

`accept` looks at the bytes only and opens nothing; `read_text` starts a child process with
limits on time, memory and output, because every parser has bugs.
"""

from recruit.kernel.documents.accept import Accepted, accept
from recruit.kernel.documents.kinds import Kind, UploadRefusal
from recruit.kernel.documents.names import display_name
from recruit.kernel.documents.reading import read_text

__all__ = ["Accepted", "Kind", "UploadRefusal", "accept", "display_name", "read_text"]
