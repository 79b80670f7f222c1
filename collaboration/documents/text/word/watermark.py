"""Words across every page of a .docx file: whose copy it is."""

import io

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

VML = "urn:schemas-microsoft-com:vml"
SHAPE = f"""<w:pict {nsdecls("w")} xmlns:v="{VML}" xmlns:o="urn:schemas-microsoft-com:office:office">
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t" o:connecttype="none"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject" o:spid="_x0000_s2049" type="#_x0000_t136" fillcolor="silver" stroked="f"
 style="position:absolute;width:540pt;height:18pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;\
mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:fill opacity=".5"/><v:textpath style="font-family:&quot;SimSun&quot;;font-size:1pt" string=""/></v:shape></w:pict>"""


def with_watermark(file: bytes, words: str) -> bytes:
    """The same file with these words on every page, behind the text."""
    document = Document(io.BytesIO(file))
    is_two_sided = document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        for header in (section.header, section.even_page_header)[: 2 if is_two_sided else 1]:
            shape = parse_xml(SHAPE)
            shape.find(f"{{{VML}}}shape/{{{VML}}}textpath").set("string", words)
            header.paragraphs[0].add_run()._r.append(shape)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
