-- en: What a document speaks of beside figures, or does not
-- vi: Những gì một tài liệu nói đến, hoặc không nói đến, ngoài các con số
-- grain: one value
CREATE MACRO mart.mentionable() AS ['awards', 'limitations', 'lessons']
