"""A file that is made to do harm, and what must come of it all the same."""
import dataclasses

TOP = "The harbour board met at noon."
END = "The lamp on the quay was lit."


@dataclasses.dataclass(frozen=True)
class Case:
    name: str            # of the file, and of the case
    data: bytes
    keeps: tuple = ()    # texts that passages must hold, white space aside


def page(body, head=""):
    """A page with a sentence before and one behind what is tried."""
    return f"<!DOCTYPE html><html><head><title>Harbour</title>{head}</head><body><p>{TOP}</p>\n{body}\n<p>{END}</p></body></html>".encode()
