"""What a word processor puts on the clipboard, in our own words."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
p.MsoNormal{margin:0;font-family:仿宋}</style>
<!--[if gte mso 9]><xml><o:x/></xml><![endif]--></head><body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<p class=MsoNormal style='text-indent:32.0pt'><span lang=EN-US style='font-size:16pt'><o:p>&nbsp;</o:p></span></p>
<h1 style='margin:0'><span style='font-family:黑体'>三、保障措施<o:p></o:p></span></h1>
<p class=MsoNormal><span style='font-size:16.0pt'>（一）加强组织领导<span lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoNormal><b>
　　各方应当高度重视,明确责任分工&nbsp;,</b><span
style='color:red'>在2026年<span>3</span>月前</span>完成(含派驻机构)。</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span>1.<span>&nbsp;&nbsp; </span></span><![endif]>建立台账<script>alert(1)</script><img src=x onerror="alert(2)"></p>
<table class=MsoTableGrid border=1><tr>
<td style='width:100pt'><p class=MsoNormal>单位<o:p></o:p></p></td><td><p>时限</p></td></tr>
<tr><td colspan=2><p>样例单位</p></td></tr></table><!--EndFragment--></body></html>"""
