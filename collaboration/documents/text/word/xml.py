"""Small steps through WordprocessingML, by local names, since there are two namespaces for one language."""

from collections.abc import Iterator

from lxml import etree


def local(node: etree._Element) -> str:
    return etree.QName(node).localname


def attribute(node: etree._Element | None, name: str = "val") -> str:
    if node is None:
        return ""
    return next((value for key, value in node.attrib.items() if etree.QName(key).localname == name), "")


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    for name in path:
        node = next(children(node, name), None) if node is not None else None
    return node


def children(node: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if node is not None:
        yield from (item for item in node if local(item) == name)


def is_on(node: etree._Element | None) -> bool:
    """A switch such as ``<w:vanish/>``: there, and not set to false."""
    return node is not None and attribute(node) not in ("0", "false", "off", "none")
