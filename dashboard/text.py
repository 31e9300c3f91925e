"""Every sentence of the interface, Vietnamese and English, and how numbers and dates are written in each. Knows no data."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from dashboard.theme import QUALIFIER_MARKS

# key: (Vietnamese, English). Braces are filled by name.
SENTENCES: dict[str, tuple[str, str]] = {
    "site": ("Báo cáo nhiệm kỳ các hội", "Association reports"),
    "page_overview": ("Tổng quan", "Overview"),
    "page_limitations": ("Hạn chế và bài học", "Limitations and lessons"),
    "language": ("Ngôn ngữ", "Language"),
    "filters": ("Bộ lọc", "Filters"),
    "filters_n": ("Bộ lọc ({n})", "Filters ({n})"),
    "filter_kind": ("Loại tổ chức", "Kind of organization"),
    "filter_province": ("Tỉnh, thành (trước 1/7/2025)", "Province (before 1 July 2025)"),
    "filter_organization": ("Tổ chức", "Organization"),
    "filter_all": ("Tất cả", "All"),
    "clear_filters": ("Bỏ mọi bộ lọc", "Clear all filters"),
    "drop_filter": ("Bỏ lọc: {label}", "Remove filter: {label}"),
    "selection": ("{n} trong {all} tổ chức", "{n} of {all} organizations"),
    "nothing_left": (
        "Không có tổ chức nào thỏa mọi bộ lọc đang chọn. Hãy bỏ bớt một bộ lọc ở trên.",
        "No organization passes all the filters. Remove one of the filters above.",
    ),
    "rejected": (
        "Liên kết có phần không áp dụng được và đã bỏ qua: {parts}.",
        "Parts of this link could not be applied and were passed over: {parts}.",
    ),
    "stale": (
        "Dữ liệu vừa sửa có {n} lỗi nên chưa được dùng; trang đang hiển thị bản dữ liệu tốt gần nhất, ngày {date}.",
        "The edited data has {n} problems and is not used yet; this page shows the last good release, of {date}.",
    ),
    "no_release": ("Chưa có dữ liệu để hiển thị.", "There is no data to show yet."),
    "no_release_problems": (
        "Dữ liệu có {n} lỗi. Lỗi đầu tiên: {first}. Xem tất cả bằng lệnh: python -m etl validate",
        "The data has {n} problems. The first: {first}. See them all with: python -m etl validate",
    ),
    "failed": (
        "Phần này chưa hiển thị được. Hãy tải lại trang; phần còn lại của trang vẫn đúng.",
        "This part cannot be shown. Reload the page; the rest of it still holds.",
    ),
    "footer": (
        "Bản dữ liệu {release}, ngày {date}. Dữ liệu: CC BY 4.0.",
        "Data release {release}, of {date}. Data: CC BY 4.0.",
    ),
    "intro": (
        "Số liệu, khen thưởng, hạn chế và bài học trong báo cáo của các hội; mỗi con số đều kèm tài liệu và đoạn văn bản.",
        "Figures, awards, limitations and lessons from associations' reports; every figure names its document and paragraph.",
    ),
    "organizations": ("Tổ chức có báo cáo", "Organizations with a report"),
    "organizations_known": ("trong {n} tổ chức đã biết", "of {n} known"),
    "provinces": ("Tỉnh, thành", "Provinces"),
    "provinces_of": ("trong 63 tỉnh, thành trước 1/7/2025", "of 63 before 1 July 2025"),
    "terms": ("Nhiệm kỳ có báo cáo", "Terms with a report"),
    "documents": ("Tài liệu", "Documents"),
    "headlines": ("Số liệu chính", "Headline figures"),
    "headlines_time": (
        "Hội viên và tổ chức: nhiệm kỳ gần nhất có báo cáo của mỗi tổ chức. Khen thưởng: mọi nhiệm kỳ có báo cáo.",
        "Members and branches: each organization's latest reported term. Awards: all reported terms.",
    ),
    "awards_received": ("Khen thưởng được nhận", "Awards received"),
    "awards_granted": ("Khen thưởng trao tặng", "Awards granted"),
    "awards_unit": ("lượt", "awards"),
    "covered": ("{n} trong {all} tổ chức nêu con số", "a number from {n} of {all}"),
    "unstated_rows": ("{n} lần nêu mà không cho số", "{n} times reported without a number"),
    "no_figure": ("Không tổ chức nào nêu", "No organization reports it"),
    "only_unstated": ("Có nêu, không cho số", "Reported, no number given"),
    "sources_n": ("Nguồn: {n} dòng", "Sources: {n} rows"),
    "sources_more": ("và {n} dòng khác", "and {n} more rows"),
    "where": ("{title}, đoạn {paragraph}", "{title}, paragraph {paragraph}"),
    "where_page": ("{title}, không rõ đoạn", "{title}, page, not paragraph"),
    "of_organization": ("{organization}, nhiệm kỳ {term}", "{organization}, term {term}"),
    "no_number": ("không cho số", "no number"),
    "as_of": ("tính đến {date}", "as of {date}"),
    "basis_counted": ("người mã hóa đếm", "counted by the coder"),
    "basis_inferred": ("người mã hóa suy ra", "inferred by the coder"),
    "all_indicators": ("Mọi chỉ tiêu", "Every indicator"),
    "all_indicators_time": (
        "Số hiện có và kết quả bầu: nhiệm kỳ gần nhất có báo cáo. Số phát sinh: mọi nhiệm kỳ có báo cáo.",
        "Stocks and elections: the latest reported term. Flows: all reported terms.",
    ),
    "column_indicator": ("Chỉ tiêu", "Indicator"),
    "column_total": ("Tổng", "Total"),
    "column_coverage": ("Bao phủ", "Coverage"),
    "top_themes": ("Hạn chế được nhiều tổ chức nêu nhất", "Limitations that most organizations name"),
    "top_themes_of": (
        "Số tổ chức nêu, trong {n} tổ chức có hạn chế được mã hóa; mọi nhiệm kỳ có báo cáo.",
        "Organizations naming it, of {n} with a coded limitation; all reported terms.",
    ),
    "n_of_all": ("{n} trong {all}", "{n} of {all}"),
    "top_themes_alt": (
        "Biểu đồ thanh: {themes}.",
        "Bar chart: {themes}.",
    ),
    "see_limitations": ("Xem bảng hạn chế theo từng tổ chức", "See the limitations of each organization"),
    "no_limitations": ("Chưa có hạn chế nào được mã hóa trong lựa chọn này.", "No limitation is coded in this selection."),
    "limitations_intro": (
        "{n} tổ chức có hạn chế được mã hóa. Chọn một ô để xem tóm tắt, tài liệu và đoạn; ô ở cột đầu cho mọi tổ chức.",
        "Organizations with coded limitations: {n}. Choose a cell for summaries, document and paragraph; the first column is for all organizations.",
    ),
    "agreement": (
        "Hai người mã hóa độc lập: α Krippendorff = {alpha} trên {n_paired} ý cả hai cùng ghi; {n_single} ý chỉ một người ghi.",
        "Two coders working alone: Krippendorff's α = {alpha} over {n_paired} statements that both recorded; {n_single} were recorded by one only.",
    ),
    "grid_legend": ("Chú giải", "Legend"),
    "grid_caption": ("Hạn chế theo chủ đề và tổ chức", "Limitations by theme and organization"),
    "grid_corner": ("Chủ đề", "Theme"),
    "grid_spread": ("Số tổ chức nêu", "Organizations naming it"),
    "state_figure": ("có nêu (số ý)", "named (statements)"),
    "state_figure_n": ("có nêu, {n} ý", "named, statements: {n}"),
    "state_unstated": ("có thừa nhận hạn chế, không nêu cụ thể", "limitations admitted, none named"),
    "state_not_mentioned": ("không nhắc đến", "not mentioned"),
    "state_no_document": ("chưa có tài liệu", "no document"),
    "state_not_applicable": ("không áp dụng", "not applicable"),
    "why_unstated": (
        "Tài liệu thừa nhận có hạn chế nhưng không nêu hạn chế nào, nên không biết có phải chủ đề này không.",
        "The document admits limitations without naming any, so whether this theme is meant is not known.",
    ),
    "why_not_mentioned": (
        "Tài liệu của tổ chức này đã được mã hóa và không nhắc đến chủ đề này.",
        "This organization's documents are coded and do not mention this theme.",
    ),
    "why_no_document": (
        "Chưa có tài liệu nào của tổ chức này được mã hóa.",
        "No document of this organization is coded yet.",
    ),
    "why_not_applicable": (
        "Chủ đề này chưa thể phát sinh khi nhiệm kỳ kết thúc.",
        "The term ended before this theme could arise.",
    ),
    "nobody_names": (
        "Không tổ chức nào trong lựa chọn nêu chủ đề này.",
        "No organization in this selection names this theme.",
    ),
    "outside_filters": (
        "Tổ chức này nằm ngoài các bộ lọc đang chọn. Hãy bỏ bớt một bộ lọc ở trên.",
        "This organization is outside the filters. Remove one of the filters above.",
    ),
    "coded_documents": ("Tài liệu đã mã hóa", "Coded documents"),
    "record_limitation": ("Hạn chế", "Limitations"),
    "record_lesson": ("Bài học về cùng chủ đề", "Lessons on the same theme"),
    "role_cause": ("nguyên nhân", "cause"),
    "close": ("Đóng chi tiết", "Close details"),
    "all_organizations": ("mọi tổ chức", "all organizations"),
    "draft": ("bản dự thảo", "draft"),
}

_ONE = re.compile(r"\b1 (organization|statement|problem|row|more row|time)s\b")


# What Streamlit makes icons, emoji, links and arrows of after it has read the Markdown, whatever is escaped.
_SHORTHAND = re.compile(r":(?=//|[\w+/-]+:)|www(?=\.)|@|[-<>~](?=[-=>])", re.IGNORECASE)
_JOINER = "\u2060"  # parts the letters of a shorthand, and is not seen


def plain(text: str) -> str:
    """Returns a text for Streamlit's own elements with everything that they would read as Markdown or shorthand made literal."""
    parted = _SHORTHAND.sub(rf"\g<0>{_JOINER}", text)
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-.!|~$:&" else c for c in parted)


class Text:
    """The interface in one language."""

    def __init__(self, language: str):
        self.language = language
        self._index = ("vi", "en").index(language)

    def __call__(self, key: str, **values: object) -> str:
        """Returns a sentence with its places filled; numbers are written as the language does. KeyError for an unknown key."""
        said = SENTENCES[key][self._index]
        if not values:
            return said
        filled = said.format(**{name: self.number(v) if isinstance(v, int | float | Decimal) else v for name, v in values.items()})
        return _ONE.sub(r"1 \1", filled) if self.language == "en" else filled

    def number(self, value: float | Decimal, decimals: int = 4) -> str:
        """Returns a number as written: 1.700 and 4,5 in Vietnamese, 1,700 and 4.5 in English; no more decimals than it has."""
        written = f"{value:,.{decimals}f}"
        if "." in written:
            written = written.rstrip("0").rstrip(".")
        return written.translate(str.maketrans(",.", ".,")) if self.language == "vi" else written

    def fixed(self, value: float, decimals: int = 2) -> str:
        """Returns a number with exactly so many decimals: 1,00."""
        return f"{value:.{decimals}f}".replace(".", "," if self.language == "vi" else ".")

    def quantity(self, value: float | Decimal, qualifier: str) -> str:
        """Returns a figure with the mark of its qualifier: ≈1.700."""
        return QUALIFIER_MARKS[qualifier] + self.number(value)

    def date(self, written: str | datetime.date) -> str:
        """Returns a date, partial or whole, as the language writes it: 06/05/2017, 05/2017, 2017; 6 May 2017 in English."""
        parts = str(written)[:10].split("-")
        if self.language == "vi" or len(parts) == 1:
            return "/".join(reversed(parts))
        month = datetime.date(2000, int(parts[1]), 1).strftime("%B")
        return " ".join([str(int(parts[2])), month, parts[0]] if len(parts) == 3 else [month, parts[0]])
