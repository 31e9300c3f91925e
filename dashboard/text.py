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
    "page_membership": ("Hội viên", "Membership"),
    "page_branches": ("Tổ chức cơ sở", "Branches and units"),
    "page_leadership": ("Ban chấp hành", "Leadership"),
    "page_awards": ("Khen thưởng", "Awards"),
    "page_compare": ("So sánh", "Compare"),
    "page_organization": ("Tổ chức", "Organization"),
    "page_province": ("Tỉnh, thành", "Province"),
    "page_map": ("Bản đồ", "Map"),
    "page_sources": ("Tài liệu và độ phủ", "Documents and coverage"),
    "page_limitations": ("Hạn chế và bài học", "Limitations and lessons"),
    "language": ("Ngôn ngữ", "Language"),
    "filters": ("Bộ lọc", "Filters"),
    "filters_n": ("Bộ lọc ({n})", "Filters ({n})"),
    "boundaries": ("Địa giới", "Boundaries"),
    "boundaries_present": ("34 tỉnh, thành mới", "34 new provinces"),
    "boundaries_former": ("63 tỉnh, thành cũ", "63 former provinces"),
    "search": ("Tìm tỉnh, thành hoặc tổ chức", "Find a province or an organization"),
    "search_example": ("Ví dụ: sai gon, BR-VT, hoi tin hoc", "For example: sai gon, BR-VT, hoi tin hoc"),
    "search_nothing": ("Không tìm thấy tên nào như vậy.", "Nothing by that name."),
    "filter_kind": ("Loại tổ chức", "Kind of organization"),
    "filter_level": ("Cấp", "Level"),
    "filter_region": ("Vùng", "Region"),
    "filter_from": ("Từ năm", "From year"),
    "filter_to": ("Đến năm", "To year"),
    "years_from": ("từ {year}", "from {year}"),
    "years_to": ("đến {year}", "to {year}"),
    "filter_province": ("Tỉnh, thành", "Province"),
    "filter_organization": ("Tổ chức", "Organization"),
    "filter_by_search": ("Nhiều tổ chức: hãy tìm theo tên ở trên.", "Many organizations: find them by name above."),
    "filter_all": ("Tất cả", "All"),
    "clear_filters": ("Bỏ mọi bộ lọc", "Clear all filters"),
    "time": ("Xếp các nhiệm kỳ theo", "Terms side by side by"),
    "time_latest": ("Nhiệm kỳ gần nhất", "Latest term"),
    "time_calendar": ("Năm", "Calendar year"),
    "time_number": ("Số nhiệm kỳ", "Term number"),
    "time_year": ("Năm", "Year"),
    "time_term": ("Nhiệm kỳ số", "Term number"),
    "of_latest": ("nhiệm kỳ gần nhất có báo cáo", "latest reported term"),
    "of_year": ("nhiệm kỳ có năm {year}", "terms that cover {year}"),
    "of_number": ("nhiệm kỳ thứ {term}", "term {term}"),
    "point_latest": ("nhiệm kỳ gần nhất", "latest term"),
    "point_before": ("{n} nhiệm kỳ trước", "{n} before the latest"),
    "card_table": ("Bảng số liệu", "Table"),
    "card_download": ("Tải CSV", "Download CSV"),
    "card_link": ("Sao chép liên kết", "Copy link"),
    "card_copied": ("Đã sao chép", "Copied"),
    "file_qualifier": ("{column}: mức chính xác", "{column}: qualifier"),
    "chart_bars": ("Biểu đồ thanh: {items}.", "Bar chart: {items}."),
    "column_note": ("Ghi chú", "Note"),
    "ranking_title": ("{measure} của từng tổ chức", "{measure} by organization"),
    "ranking_withheld": (
        "Mới có {n} trong {all} tổ chức nêu con số, chưa đủ để xếp hạng (cần ít nhất ba và một phần năm). Các con số đã có nằm trong bảng.",
        "Only {n} of {all} report it, too few to rank (three and a fifth are needed). The figures there are stand in the table.",
    ),
    "ranking_more": ("Còn {n} tổ chức nữa trong bảng.", "{n} more organizations in the table."),
    "disputed_mark": ("{mark} Các tài liệu nêu số khác nhau.", "{mark} Documents disagree on it."),
    "series_title": ("{measure} qua các nhiệm kỳ", "{measure} over the terms"),
    "series_latest": ("các nhiệm kỳ đến nhiệm kỳ gần nhất", "terms up to the latest"),
    "series_calendar": ("theo năm, mỗi nhiệm kỳ tính cho mọi năm của nó", "by year, a term in each year that it covers"),
    "series_number": ("theo số nhiệm kỳ", "by number of term"),
    "series_of": ("{n} trong {all} tổ chức nêu con số ở nhiều nhiệm kỳ", "{n} of {all} organizations report several terms"),
    "series_none": ("Chưa tổ chức nào nêu con số ở hai nhiệm kỳ trở lên.", "No organization reports two terms or more."),
    "series_more": ("Còn {n} tổ chức nữa trong bảng.", "{n} more organizations in the table."),
    "together": (
        "{n} tổ chức nêu con số ở cả hai mốc: {before} ({first}), {after} ({last}), thay đổi {change}; {grew} tăng, {same} không đổi, {shrank} giảm.",
        "{n} organizations report it at both: {before} ({first}), {after} ({last}), a change of {change}; {grew} rose, {same} stayed, {shrank} fell.",
    ),
    "regions_title": ("{measure} theo vùng", "{measure} by region"),
    "regions_time": ("nhiệm kỳ gần nhất có báo cáo", "latest reported term"),
    "regions_note": (
        "Trong ngoặc: số tổ chức nêu con số. Vùng có ít tổ chức nêu thì tổng thấp không có nghĩa là ít.",
        "In brackets: organizations with a figure. Where few report, a low total does not mean few.",
    ),
    "region_national": ("Toàn quốc", "National"),
    "structure_branches": ("Cơ cấu của từng tổ chức", "How each organization is built"),
    "structure_committee": ("Ban chấp hành: được bầu và hiện có", "Committees: elected and present"),
    "structure_movements": ("Ra, vào và thay người đứng đầu", "Departures, additions, changes of head"),
    "structure_of": ("{n} tổ chức nêu ít nhất một con số", "{n} organizations with at least one figure"),
    "see_organization": ("Xem trang của tổ chức này", "See this organization"),
    "no_awards": ("Không có khen thưởng nào như vậy trong lựa chọn này.", "There is no such award in this selection."),
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
    "provinces_of": ("trong {n} tỉnh, thành", "of {n}"),
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
    "derived_in": ("tính được ở {n} trong {all} tổ chức", "derivable for {n} of {all}"),
    "unstated_rows": ("{n} lần nêu mà không cho số", "{n} times reported without a number"),
    "contained": ("{n} đã nằm trong số của tổ chức khác, không cộng hai lần", "{n} contained in another's figure, not added twice"),
    "disputed_n": ("{n} số liệu có tài liệu nêu khác", "{n} disputed between documents"),
    "disputed": ("Các tài liệu nêu số khác nhau", "Documents disagree on it"),
    "disputed_shown": ("tài liệu nêu khác nhau; số này được hiển thị", "documents disagree; this one is shown"),
    "disputed_other": ("tài liệu nêu khác nhau; số này không được hiển thị", "documents disagree; this one is not shown"),
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
    "statements_more": ("Còn {n} ý chưa liệt kê ở đây; hãy dùng bộ lọc.", "{n} more of them are not listed here; use the filters."),
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
    "record_observation": ("Số liệu và khen thưởng", "Figures and awards"),
    "undocumented": ("{n} trong {all} tỉnh, thành chưa có tài liệu nào", "{n} of {all} provinces have no document"),
    "undocumented_none": ("Tỉnh, thành nào cũng có tài liệu.", "Every province has a document."),
    "coverage": ("Độ phủ của số liệu", "Coverage of the figures"),
    "coverage_of": (
        "{share} số ô áp dụng có con số ({n} ô). Chọn một ô để xem các con số và tài liệu.",
        "{share} of the cells that apply hold a figure ({n} cells). Choose a cell to see figures and documents.",
    ),
    "left_out": ("Còn {n} tổ chức chưa vẽ ở đây; hãy dùng bộ lọc.", "{n} more organizations not drawn here; use the filters."),
    "cell_figure": ("có con số", "a figure"),
    "cell_unstated": ("có nêu, không cho số", "reported, no number given"),
    "cell_not_mentioned": ("tài liệu không nhắc đến", "not mentioned"),
    "cell_no_document": ("chưa có tài liệu", "no document"),
    "cell_not_applicable": ("không áp dụng", "not applicable"),
    "ask_download": ("Tải danh sách cần xin", "Download what to ask for"),
    "ask_file": ("can-xin.csv", "to-ask-for.csv"),
    "ask_organization": ("Tổ chức", "Organization"),
    "ask_kind": ("Loại tổ chức", "Kind"),
    "ask_province": ("Tỉnh, thành", "Province"),
    "ask_term": ("Nhiệm kỳ", "Term"),
    "ask_state": ("Tình trạng", "State"),
    "ask_indicators": ("Chỉ tiêu còn thiếu", "Indicators lacking"),
    "term_n": ("Nhiệm kỳ {term}", "Term {term}"),
    "term_founding": ("Thành lập", "Founding"),
    "term_none": ("Chưa rõ nhiệm kỳ", "No term known"),
    "documents_n": ("{n} tài liệu", "{n} documents"),
    "documents_latest": ("Tài liệu, mới nhất trước", "Documents, the latest first"),
    "documents_left_out": ("Còn {n} tài liệu cũ hơn chưa liệt kê ở đây; hãy dùng bộ lọc.", "{n} older documents not listed here; use the filters."),
    "figure_in_none": (
        "Tài liệu đã mã hóa của tổ chức này không nêu con số nào cho chỉ tiêu này.",
        "The coded documents of this organization give no figure for this indicator.",
    ),
    "document_choose": ("Xem mọi dòng mã hóa từ một tài liệu", "See every row coded from one document"),
    "document_all": ("Mọi tài liệu", "All documents"),
    "rows_n": ("{n} dòng đã mã hóa", "{n} coded rows"),
    "undated": ("không rõ ngày", "undated"),
    "map_small": ("Nơi nào đã có số liệu", "Where something is known"),
    "map_measure": ("{measure} · {kind} cấp tỉnh", "{measure} · {kind}, provincial"),
    "map_theme": ("Hạn chế: {theme}", "Limitation: {theme}"),
    "map_kind": ("Loại tổ chức", "Kind of organization"),
    "map_choose": ("Xem gì", "What to show"),
    "map_view": ("Kiểu bản đồ", "View"),
    "view_tiles": ("Ô bằng nhau", "Equal tiles"),
    "view_outlines": ("Ranh giới", "Outlines"),
    "map_coverage": ("{n} trong {all} tỉnh, thành có con số.", "{n} of {all} provinces have a figure."),
    "map_thousands": ("N: nghìn", "K: thousand"),
    "map_named": ("{n} trong {all} tỉnh, thành có nêu.", "{n} of {all} provinces name it."),
    "map_changes": ("{up} tăng, {same} không đổi, {down} giảm.", "{up} rose, {same} stayed, {down} fell."),
    "map_nothing_known": ("{n} chưa có tài liệu nào của loại tổ chức này.", "No document of this kind of organization in {n}."),
    "map_caption": ("Bản đồ các tỉnh, thành", "Map of the provinces"),
    "map_keys": ("Phím mũi tên để sang tỉnh bên cạnh, Enter để mở.", "Arrow keys go to the neighbouring province, Enter opens it."),
    "map_hint": ("Chọn một tỉnh, thành để xem con số từ đâu.", "Choose a province to see where its figure comes from."),
    "map_sea": ("Biển Đông", "East Sea"),
    "map_frames": (
        "Hai quần đảo vẽ trong khung riêng cho vừa màn hình, không theo tỷ lệ và vị trí.",
        "Both archipelagos are drawn in frames of their own to fit the screen, not to scale or in place.",
    ),
    "place_unstated": ("Tài liệu có nêu, không cho số.", "Reported, no number given."),
    "place_not_mentioned": ("Tài liệu đã mã hóa không cho con số này.", "The coded documents do not give this figure."),
    "place_no_document": ("Chưa có tài liệu nào của tổ chức loại này ở đây.", "There is no document of an organization of this kind here."),
    "place_not_applicable": ("Không áp dụng cho tổ chức loại này.", "It does not apply to organizations of this kind."),
    "outlines_none": ("Không có ranh giới để vẽ ở đây nên chỉ có bản đồ ô.", "There are no outlines to draw here, so only tiles are shown."),
    "map_table": ("Xếp theo con số", "By figure"),
    "map_nothing": ("Chưa có con số nào để xếp.", "There is no figure to rank yet."),
    "column_source": ("Từ đâu", "Where from"),
    "badge_reported": ("chính tỉnh mới nêu", "reported by the new province"),
    "badge_summed": ("cộng từ các tỉnh cũ", "summed from the former provinces"),
    "badge_not_derivable": ("chưa suy ra được từ các tỉnh cũ", "not derivable from the former provinces"),
    "summed_of": ("Cộng từ {n} tỉnh cũ, mỗi tỉnh đều có số", "Summed from {n} former provinces, each of which reports it"),
    "not_additive": (
        "{n} trong {all} tỉnh cũ có số, nhưng chỉ số này không cộng lại được; hãy xem theo 63 tỉnh, thành cũ",
        "{n} of {all} former provinces report it, but it does not add up; see the 63 former provinces",
    ),
    "parts_missing": ("{n} trong {all} tỉnh cũ có số; thiếu: {missing}", "{n} of {all} former provinces report it; missing: {missing}"),
    "thousands": ("{n} N", "{n}K"),
    "millions": ("{n} tr", "{n}M"),
    "organizations_here": ("Tổ chức trong tỉnh, thành", "Organizations in the province"),
    "documents_of": ("{n} tài liệu", "{n} documents"),
    "outlines_malformed": ("Tệp ranh giới không đọc được nên chỉ có bản đồ ô.", "The file of outlines cannot be read, so only tiles are shown."),
    "outlines_codes": ("Tệp ranh giới thiếu tỉnh, thành nên chỉ có bản đồ ô.", "The file of outlines lacks provinces, so only tiles are shown."),
    "outlines_hoang_sa": (
        "Tệp ranh giới không có Hoàng Sa nên không được dùng; chỉ có bản đồ ô.",
        "The file of outlines lacks Hoang Sa and is not used; only tiles are shown.",
    ),
    "outlines_truong_sa": (
        "Tệp ranh giới không có Trường Sa nên không được dùng; chỉ có bản đồ ô.",
        "The file of outlines lacks Truong Sa and is not used; only tiles are shown.",
    ),
    "close": ("Đóng chi tiết", "Close details"),
    "all_organizations": ("mọi tổ chức", "all organizations"),
    "draft": ("bản dự thảo", "draft"),
}

_ONE = re.compile(r"\b1 ((?:more |coded |older )?(?:organization|row|document)|statement|problem|time|cell)s\b")


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

    def percent(self, share: float) -> str:
        """Returns a share, 0 to 1, as a percentage: 12,5%."""
        return f"{self.number(share * 100, 1)}%"

    def mark(self, qualifier: str) -> str:
        """Returns the mark of a qualifier: ≈, ≥, ≤ or nothing."""
        return QUALIFIER_MARKS[qualifier]

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
