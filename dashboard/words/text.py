"""Every sentence of the interface, Vietnamese and English, and how numbers and dates are written in each. Knows no data."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from dashboard.words.theme import QUALIFIER_MARKS

# key: (Vietnamese, English). Braces are filled by name.
SENTENCES: dict[str, tuple[str, str]] = {
    "site": ("Báo cáo nhiệm kỳ các hội", "Association reports"),
    "menu": ("Các trang", "Pages"),
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
    "filter_by_search": (
        "Nhiều tổ chức: hãy tìm theo tên ở trên.",
        "Many organizations: find them by name above.",
    ),
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
    "share": ("Chia sẻ", "Share"),
    "share_live": ("Luôn là số liệu mới nhất", "Always the newest data"),
    "share_live_note": (
        "Ai mở liên kết cũng thấy số liệu của lúc mở.",
        "Whoever opens it sees the data of that day.",
    ),
    "share_pinned": ("Đúng số liệu đang xem", "Exactly these data"),
    "share_pinned_note": (
        "Số liệu không đổi; trang cho biết từ đó đến nay có gì thay đổi.",
        "The figures stay; the page says what has changed since.",
    ),
    "share_file": ("Tải cả trang (Excel)", "Download the whole page (Excel)"),
    "share_code": ("Mã QR: {mode}", "QR code: {mode}"),
    "page_changes": ("Thay đổi", "Changes"),
    "changes_intro": (
        "Mỗi lần số liệu được cập nhật là một bản mới. Bản cũ vẫn mở được và không thay đổi.",
        "Each update of the data is a new release. Older ones can still be opened and do not change.",
    ),
    "changes_feed": ("Theo dõi bằng Atom", "Follow as an Atom feed"),
    "history_release": ("Bản ngày {date} ({name})", "Release of {date} ({name})"),
    "history_see": ("Xem tổng quan theo bản này", "See the overview of this release"),
    "history_first": ("Bản đầu tiên còn giữ: {n} dòng.", "The first release that is kept: {n} rows."),
    "history_nothing": (
        "Không có gì thay đổi trong số liệu đã mã hóa.",
        "Nothing in the coded data has changed.",
    ),
    "history_documents": ("Tài liệu mới: {n}", "New documents: {n}"),
    "history_rows": ("Dòng đã mã hóa", "Coded rows"),
    "history_added": ("Thêm: {what}", "Added: {what}"),
    "history_corrected": ("Sửa: {what}", "Corrected: {what}"),
    "history_removed": ("Bỏ: {what}", "Removed: {what}"),
    "history_figures": ("Số liệu suy ra thay đổi theo: {n}", "Derived figures that changed with them: {n}"),
    "history_finding": ("Nay: {said}", "Now: {said}"),
    "history_finding_gone": ("Trước đây: {said}", "Before: {said}"),
    "rows_observations": ("{n} số liệu", "{n} figures"),
    "rows_awards": ("{n} khen thưởng", "{n} awards"),
    "rows_limitations": ("{n} hạn chế", "{n} limitations"),
    "rows_lessons": ("{n} bài học", "{n} lessons"),
    "see_whole": ("Xem cả trang", "See the whole page"),
    "pinned": ("Số liệu của bản ngày {date}, đã ghim.", "Data of {date}, pinned."),
    "pinned_newest": (
        "Số liệu của bản ngày {date}, đã ghim; đây cũng là bản mới nhất.",
        "Data of {date}, pinned; they are the newest.",
    ),
    "pinned_gone": (
        "Bản số liệu ngày {date} không còn được giữ; trang đang dùng số liệu mới nhất.",
        "The data of {date} are kept no longer; the page shows the newest.",
    ),
    "pinned_nearest": ("Xem bản gần ngày đó nhất", "See the release nearest to that day"),
    "pinned_same": (
        "Từ đó đến nay không số nào trong {n} con số của trang thay đổi.",
        "Since then none of the {n} figures on this page changed.",
    ),
    "pinned_changed": (
        "Từ đó đến nay {n} trong {all} con số của trang đã thay đổi.",
        "Since then {n} of the {all} figures on this page changed.",
    ),
    "pinned_added": ("Có thêm {n} con số.", "Figures added: {n}."),
    "pinned_changes": ("Con số nào đã thay đổi", "Which figures changed"),
    "pinned_none": ("chưa có", "none"),
    "pinned_leave": ("Xem số liệu mới nhất", "See the newest data"),
    "because_new_document": ("có tài liệu mới", "new document"),
    "because_corrected": ("mã hóa được sửa", "corrected coding"),
    "because_rule": ("quy tắc tính thay đổi", "changed rule"),
    "card_table": ("Bảng số liệu", "Table"),
    "card_files": ("Tải về", "Download"),
    "card_link_pinned": ("Liên kết giữ đúng số liệu này", "Link to exactly these data"),
    "card_embed": ("Mã nhúng vào trang khác", "Code to embed it elsewhere"),
    "card_cite": ("Trích dẫn", "Cite"),
    "card_cite_copy": ("Sao chép trích dẫn", "Copy citation"),
    "file_bib": ("BibTeX, kèm tài liệu", "BibTeX with the documents"),
    "card_link": ("Sao chép liên kết", "Copy link"),
    "card_copied": ("Đã sao chép", "Copied"),
    "file_zip": ("CSV kèm nguồn gốc", "CSV with its origin"),
    "file_qualifier": ("{column}: mức chính xác", "{column}: qualifier"),
    "chart_bars": ("Biểu đồ thanh: {items}.", "Bar chart: {items}."),
    "column_note": ("Ghi chú", "Note"),
    "ranking_title": ("{measure} của từng tổ chức", "{measure} by organization"),
    "ranking_withheld": (
        "Mới có {n} trong {all} tổ chức nêu con số, chưa đủ để xếp hạng (cần ít nhất ba và một phần năm). Các con số đã có nằm trong bảng.",
        "A number from only {n} of {all}, too few to rank (three and a fifth are needed). The figures there are stand in the table.",
    ),
    "ranking_more": ("Còn {n} tổ chức nữa trong bảng.", "{n} more organizations in the table."),
    "disputed_mark": ("{mark} Các tài liệu nêu số khác nhau.", "{mark} Documents disagree on it."),
    "series_title": ("{measure} qua các nhiệm kỳ", "{measure} over the terms"),
    "series_latest": ("các nhiệm kỳ đến nhiệm kỳ gần nhất", "terms up to the latest"),
    "series_calendar": (
        "theo năm, mỗi nhiệm kỳ tính cho mọi năm của nó",
        "by year, a term in each year that it covers",
    ),
    "series_number": ("theo số nhiệm kỳ", "by number of term"),
    "series_of": (
        "{n} trong {all} tổ chức nêu con số ở nhiều nhiệm kỳ",
        "several terms from {n} of {all} organizations",
    ),
    "series_none": (
        "Chưa tổ chức nào nêu con số ở hai nhiệm kỳ trở lên.",
        "No organization reports two terms or more.",
    ),
    "series_scale": (
        "Mỗi biểu đồ nhỏ có thang riêng, từ 0. Chấm rỗng là con số không chính xác.",
        "Each small chart has a scale of its own, from zero. A hollow dot is a figure that is not exact.",
    ),
    "series_more": ("Còn {n} tổ chức nữa trong bảng.", "{n} more organizations in the table."),
    "together": (
        "{n} tổ chức nêu con số ở cả hai mốc: {before} ({first}), {after} ({last}), thay đổi {change}; {grew} tăng, {same} không đổi, {shrank} giảm.",
        "From {n} organizations with both: {before} ({first}), {after} ({last}), a change of {change}; {grew} rose, {same} stayed, {shrank} fell.",
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
    "no_awards": (
        "Không có khen thưởng nào như vậy trong lựa chọn này.",
        "There is no such award in this selection.",
    ),
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
    "awards_n": ("{n} lượt", "{n} awards"),
    "awards_intro": (
        "Mọi nhiệm kỳ có báo cáo. Được nhận và trao tặng tính riêng, không cộng vào nhau; lần nêu mà không cho số được đếm riêng.",
        "All reported terms. Received and granted are told apart and never added together; what is reported without a number is counted separately.",
    ),
    "awards_within": (
        "Các năm {years}: theo năm khen thưởng hoặc, nếu không rõ năm, theo nhiệm kỳ.",
        "Years {years}: by the year of the award or, where it is not given, by its term.",
    ),
    "of_all_terms": ("mọi nhiệm kỳ có báo cáo", "all reported terms"),
    "of_award_years": (
        "mọi nhiệm kỳ có báo cáo, theo năm khen thưởng",
        "all reported terms, by the year of the award",
    ),
    "awards_by_giver": ("{awards}: hình thức và cấp trao", "{awards}: type and giver"),
    "awards_by_year": ("{awards} theo năm", "{awards} by year"),
    "awards_by_recipient": ("{awards}: ai được khen", "{awards}: who was honoured"),
    "award_cell_figure": ("số lượt", "number of awards"),
    "award_cell_partial": ("số lượt, và còn lần không cho số", "number of awards, and more without a number"),
    "award_cell_unstated": ("có nêu, không cho số", "reported, no number given"),
    "award_cell_not_mentioned": ("tài liệu không nhắc đến", "not mentioned"),
    "no_awards_not_mentioned": (
        "Tài liệu đã mã hóa không nhắc đến khen thưởng nào như vậy.",
        "The coded documents mention no such award.",
    ),
    "no_awards_no_document": (
        "Chưa có tài liệu nào của lựa chọn này được mã hóa.",
        "No document of this selection is coded yet.",
    ),
    "awards_without_year": (
        "Không rõ năm nên không có trong biểu đồ: {what}.",
        "Without a year, and so not in the chart: {what}.",
    ),
    "awards_no_year": (
        "Không khen thưởng nào được nêu kèm năm: {what}.",
        "No award is reported with its year: {what}.",
    ),
    "awards_earlier": ("Các năm trước {year} nằm trong bảng.", "The years before {year} stand in the table."),
    "awards_mark": ("{mark}: có nêu mà không cho số.", "{mark}: reported without a number."),
    "unnumbered_title": ("Khen thưởng có nêu mà không cho số", "Awards reported without a number"),
    "unnumbered_none": ("Không có lần nêu nào thiếu con số.", "No award is reported without a number."),
    "giver": ("cấp trao: {level}", "giver: {level}"),
    "giver_unnamed_said": ("không nêu nơi trao", "giver not named"),
    "year_unnamed": ("Không rõ năm", "Year not given"),
    "column_direction": ("Chiều", "Direction"),
    "column_document": ("Tài liệu", "Document"),
    "column_awards": ("Số lượt", "Awards"),
    "awards_from": ("của {n} tổ chức", "from {n} organizations"),
    "chart_columns": ("Biểu đồ cột: {items}.", "Column chart: {items}."),
    "covered": ("{n} trong {all} tổ chức nêu con số", "a number from {n} of {all}"),
    "derived_in": ("tính được ở {n} trong {all} tổ chức", "derivable for {n} of {all}"),
    "unstated_rows": ("{n} lần nêu mà không cho số", "{n} times reported without a number"),
    "contained": (
        "{n} đã nằm trong số của tổ chức khác, không cộng hai lần",
        "{n} contained in another's figure, not added twice",
    ),
    "disputed_n": ("{n} số liệu có tài liệu nêu khác", "{n} disputed between documents"),
    "disputed": ("Các tài liệu nêu số khác nhau", "Documents disagree on it"),
    "disputed_shown": (
        "tài liệu nêu khác nhau; số này được hiển thị",
        "documents disagree; this one is shown",
    ),
    "disputed_other": (
        "tài liệu nêu khác nhau; số này không được hiển thị",
        "documents disagree; this one is not shown",
    ),
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
    "column_change": ("Thay đổi so với nhiệm kỳ trước", "Change on the term before"),
    "column_changed": ("Tổ chức nêu cả hai nhiệm kỳ", "Organizations that report both"),
    "changed_of": (
        "ở {n} tổ chức nêu cả hai: {grew} tăng, {same} không đổi, {shrank} giảm",
        "in {n} that report both: {grew} up, {same} the same, {shrank} down",
    ),
    "column_coverage": ("Bao phủ", "Coverage"),
    "top_themes": ("Hạn chế được nhiều tổ chức nêu nhất", "Limitations that most organizations name"),
    "n_of_all": ("{n} trong {all}", "{n} of {all}"),
    "see_limitations": ("Xem bảng hạn chế theo từng tổ chức", "See the limitations of each organization"),
    "no_limitations": (
        "Chưa có hạn chế nào được mã hóa trong lựa chọn này.",
        "No limitation is coded in this selection.",
    ),
    "limitations_intro": (
        "{n} tổ chức có hạn chế được mã hóa.",
        "Limitations are coded of {n} organizations.",
    ),
    "limitations_unnamed": (
        "{n} trong số đó chỉ thừa nhận có hạn chế, không nêu cụ thể.",
        "Of these, {n} admit limitations and name none.",
    ),
    "lessons_of": ("{n} tổ chức có bài học được mã hóa.", "Lessons are coded of {n} organizations."),
    "lessons_none": ("Chưa có bài học nào được mã hóa.", "No lesson is coded."),
    "of_organizations": ("trong {n} tổ chức", "of {n} organizations"),
    "no_lesson": ("Chưa có bài học nào về việc này", "No lesson is drawn on it"),
    "lessons_n": ("Bài học về việc này: {n}", "Lessons on it: {n}"),
    "themes_first": ("Được nhiều tổ chức nêu nhất", "Named by most organizations"),
    "who_more": ("{n} tổ chức khác", "{n} more organizations"),
    "column_who": ("Tổ chức", "Organizations"),
    "column_statements": ("Số ý", "Statements"),
    "spread_title": ("Mọi hạn chế được nêu", "Every limitation that is named"),
    "spread_of": (
        "số tổ chức nêu, trong {n} tổ chức có hạn chế được mã hóa",
        "organizations naming it, of {n} with a coded limitation",
    ),
    "spread_note": (
        "Chọn một thanh để đọc các hạn chế, bài học và tài liệu của chủ đề đó.",
        "Choose a bar to read the limitations, lessons and documents of its theme.",
    ),
    "grid_hint": (
        "Chọn một ô để xem tóm tắt, tài liệu và đoạn; ô ở cột đầu cho mọi tổ chức.",
        "Choose a cell for summaries, document and paragraph; the first column is for all organizations.",
    ),
    "grid_again": ("Số tổ chức nêu lại", "Organizations naming it again"),
    "themes_again": ("Được nêu lại", "Named again"),
    "themes_once": ("Không được nêu lại", "Not named again"),
    "persistence_title": (
        "Hạn chế nào trở lại ở nhiệm kỳ sau",
        "Which limitations come back in the next term",
    ),
    "persistence_of": (
        "{n} tổ chức có hai nhiệm kỳ liên tiếp được mã hóa",
        "{n} organizations with two consecutive coded terms",
    ),
    "persistence_none": (
        "Chưa so sánh được: {n} tổ chức có hai nhiệm kỳ liên tiếp được mã hóa, nhưng không tổ chức nào có hạn chế được nêu ở cả hai.",
        "Nothing can be compared yet: of the organizations with two consecutive coded terms ({n}), none has limitations in both.",
    ),
    "persistence_no_terms": (
        "Chưa so sánh được: chưa tổ chức nào trong lựa chọn có hai nhiệm kỳ liên tiếp được mã hóa.",
        "Nothing can be compared yet: no organization in the selection has two consecutive coded terms.",
    ),
    "persistence_lead": (
        "“{theme}” trở lại nhiều nhất: {n} trong {all} tổ chức có hạn chế ở hai nhiệm kỳ liên tiếp nêu lại.",
        "“{theme}” comes back most: it is named again by {n} of {all} organizations with limitations in two consecutive terms.",
    ),
    "persistence_nothing": (
        "Không chủ đề nào trở lại; số tổ chức có hạn chế ở hai nhiệm kỳ liên tiếp: {n}.",
        "No theme comes back; organizations with limitations in two consecutive terms: {n}.",
    ),
    "answers_title": ("Hạn chế và bài học rút ra", "Limitations and the lessons drawn"),
    "answers_of": (
        "{n} tổ chức có bài học được mã hóa, {all} tổ chức có hạn chế được mã hóa",
        "lessons coded of {n} organizations, limitations of {all}",
    ),
    "answers_note": (
        "Có bài học: tài liệu nêu hạn chế cũng rút bài học về chủ đề đó. Chỉ có bài học: rút bài học mà không nêu hạn chế. Chọn một chủ đề để đọc.",
        "With a lesson: the document naming the limitation draws a lesson on its theme. Lesson alone: no limitation named. Choose a theme to read.",
    ),
    "column_answered": ("Trong đó có bài học", "Of these, with a lesson"),
    "column_unanswered": ("Chưa có bài học", "Without a lesson"),
    "column_lesson_only": ("Chỉ có bài học", "Lesson alone"),
    "causes_title": ("Nguyên nhân mà tài liệu nêu", "What documents name as causes"),
    "causes_of": (
        "{n} trong {all} tổ chức có hạn chế được mã hóa nêu nguyên nhân",
        "causes named by {n} of {all} organizations with coded limitations",
    ),
    "causes_none": (
        "Chưa có nguyên nhân nào được mã hóa trong lựa chọn này.",
        "No cause is coded in this selection.",
    ),
    "causes_note": (
        "Nguyên nhân và hạn chế được nêu trong cùng tài liệu, cùng nhiệm kỳ. Nếu trong cùng một đoạn thì văn bản đặt chúng cạnh nhau.",
        "Cause and limitation are named in the same document for the same term. Where both stand in one paragraph, the text puts them side by side.",
    ),
    "column_cause": ("Nguyên nhân", "Cause"),
    "column_effect": ("Hạn chế nêu bên cạnh", "Limitation named beside it"),
    "column_one_paragraph": ("Trong cùng đoạn", "In one paragraph"),
    "together_title": ("Những hạn chế thường đi cùng nhau", "Limitations that appear together"),
    "together_of": (
        "số tổ chức nêu cả hai, trong {n} tổ chức có hạn chế được mã hóa",
        "organizations naming both, of {n} with a coded limitation",
    ),
    "together_none": (
        "Chưa có hai chủ đề nào được từ hai tổ chức trở lên cùng nêu.",
        "No two themes are named together by two organizations or more.",
    ),
    "together_note": (
        "Cùng được một tổ chức nêu, không có nghĩa là điều này dẫn đến điều kia.",
        "Named by the same organization; that does not mean that one leads to the other.",
    ),
    "together_more": ("Còn {n} cặp nữa trong bảng.", "The table has the rest, pairs: {n}."),
    "column_both": ("Số tổ chức nêu cả hai", "Organizations naming both"),
    "column_pair": ("Cặp chủ đề", "Pair of themes"),
    "pair": ("{one} + {other}", "{one} + {other}"),
    "findings": ("Điều đáng chú ý", "What stands out"),
    "finding_most_named": (
        "{n} trong {all} tổ chức có hạn chế được mã hóa nêu “{theme}”.",
        "“{theme}” is named by {n} of {all} organizations with coded limitations.",
    ),
    "finding_most_named_back": (
        "{n} trong {all} tổ chức có hạn chế được mã hóa nêu “{theme}”; {back} trong {back_of} tổ chức có hạn chế ở hai nhiệm kỳ liên tiếp nêu lại.",
        "“{theme}” is named by {n} of {all} organizations with coded limitations, and again by {back} of {back_of} with them in two terms running.",
    ),
    "finding_came_back": (
        "{n} trong {all} tổ chức có hạn chế ở hai nhiệm kỳ liên tiếp nêu “{theme}” ở cả hai.",
        "“{theme}” is named in both of two consecutive terms by {n} of {all} organizations with limitations in both.",
    ),
    "finding_unanswered": (
        "{n} trong {all} chủ đề được từ hai tổ chức trở lên nêu chưa có bài học trong cùng tài liệu; {lessons} tổ chức có bài học được mã hóa.",
        "Of {all} themes named by two organizations or more, {n} have no lesson in the same document; lessons are coded of {lessons} organizations.",
    ),
    "finding_change": (
        "{n} trong {all} tổ chức nêu số hội viên ở cả nhiệm kỳ gần nhất và nhiệm kỳ trước: {more} tăng, {same} không đổi, {less} giảm.",
        "Members are reported in both the latest term and the one before by {n} of {all} organizations: {more} rose, {same} stayed, {less} fell.",
    ),
    "finding_coverage": (
        "{n} trong {all} tổ chức cho biết số hội viên ở nhiệm kỳ gần nhất có báo cáo.",
        "The number of members in the latest reported term is known of {n} of {all} organizations.",
    ),
    "finding_disputed": (
        "Các tài liệu nêu khác nhau ở {n} trong {all} số liệu.",
        "Figures on which documents disagree: {n} of {all}.",
    ),
    "finding_undocumented": (
        "{n} trong {all} tỉnh, thành chưa có tài liệu nào.",
        "Of {all} provinces, {n} are without any document.",
    ),
    "finding_unnumbered": (
        "{n} trong {all} lần nêu khen thưởng không cho số lượng.",
        "Of {all} mentions of awards, {n} are without a number.",
    ),
    "finding_retention": (
        "Tỷ lệ ủy viên ở lại đến hết nhiệm kỳ thấp nhất là {value} ({who}), trong {all} tổ chức có đủ số liệu.",
        "The lowest share of committee members who stayed is {value} ({who}), of {all} organizations with both figures.",
    ),
    "see_documents": ("Xem mọi tài liệu và độ phủ", "See all documents and coverage"),
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
    "statements_more": (
        "Còn {n} ý chưa liệt kê ở đây; hãy dùng bộ lọc.",
        "{n} more of them are not listed here; use the filters.",
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
    "record_observation": ("Số liệu và khen thưởng", "Figures and awards"),
    "undocumented": (
        "{n} trong {all} tỉnh, thành chưa có tài liệu nào",
        "Provinces without a document: {n} of {all}",
    ),
    "undocumented_none": ("Tỉnh, thành nào cũng có tài liệu.", "Every province has a document."),
    "coverage": ("Độ phủ của số liệu", "Coverage of the figures"),
    "coverage_of": (
        "{share} số ô áp dụng có con số ({n} ô). Chọn một ô để xem các con số và tài liệu.",
        "{share} of the cells that apply hold a figure ({n} cells). Choose a cell to see figures and documents.",
    ),
    "left_out": (
        "Còn {n} tổ chức chưa vẽ ở đây; hãy dùng bộ lọc.",
        "{n} more organizations not drawn here; use the filters.",
    ),
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
    "documents_left_out": (
        "Còn {n} tài liệu cũ hơn chưa liệt kê ở đây; hãy dùng bộ lọc.",
        "{n} older documents not listed here; use the filters.",
    ),
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
    "map_coverage": ("{n} trong {all} tỉnh, thành có con số.", "Provinces with a figure: {n} of {all}."),
    "map_thousands": ("N: nghìn", "K: thousand"),
    "map_named": ("{n} trong {all} tỉnh, thành có nêu.", "Provinces where it is named: {n} of {all}."),
    "map_changes": ("{up} tăng, {same} không đổi, {down} giảm.", "{up} rose, {same} stayed, {down} fell."),
    "map_nothing_known": (
        "{n} chưa có tài liệu nào của loại tổ chức này.",
        "No document of this kind of organization in {n}.",
    ),
    "map_caption": ("Bản đồ các tỉnh, thành", "Map of the provinces"),
    "map_keys": (
        "Phím mũi tên để sang tỉnh bên cạnh, Enter để mở.",
        "Arrow keys go to the neighbouring province, Enter opens it.",
    ),
    "map_hint": (
        "Chọn một tỉnh, thành để xem con số từ đâu.",
        "Choose a province to see where its figure comes from.",
    ),
    "map_sea": ("Biển Đông", "East Sea"),
    "map_frames": (
        "Hai quần đảo vẽ trong khung riêng cho vừa màn hình, không theo tỷ lệ và vị trí.",
        "Both archipelagos are drawn in frames of their own to fit the screen, not to scale or in place.",
    ),
    "place_unstated": ("Tài liệu có nêu, không cho số.", "Reported, no number given."),
    "place_not_mentioned": (
        "Tài liệu đã mã hóa không cho con số này.",
        "The coded documents do not give this figure.",
    ),
    "place_no_document": (
        "Chưa có tài liệu nào của tổ chức loại này ở đây.",
        "There is no document of an organization of this kind here.",
    ),
    "place_not_applicable": (
        "Không áp dụng cho tổ chức loại này.",
        "It does not apply to organizations of this kind.",
    ),
    "outlines_none": (
        "Không có ranh giới để vẽ ở đây nên chỉ có bản đồ ô.",
        "There are no outlines to draw here, so only tiles are shown.",
    ),
    "map_table": ("Xếp theo con số", "By figure"),
    "map_nothing": ("Chưa có con số nào để xếp.", "There is no figure to rank yet."),
    "column_source": ("Từ đâu", "Where from"),
    "badge_reported": ("chính tỉnh mới nêu", "reported by the new province"),
    "badge_summed": ("cộng từ các tỉnh cũ", "summed from the former provinces"),
    "badge_not_derivable": ("chưa suy ra được từ các tỉnh cũ", "not derivable from the former provinces"),
    "summed_of": (
        "Cộng từ {n} tỉnh cũ, mỗi tỉnh đều có số",
        "Summed from {n} former provinces, each of which reports it",
    ),
    "not_additive": (
        "{n} trong {all} tỉnh cũ có số, nhưng chỉ số này không cộng lại được; hãy xem theo 63 tỉnh, thành cũ",
        "{n} of {all} former provinces report it, but it does not add up; see the 63 former provinces",
    ),
    "parts_missing": (
        "{n} trong {all} tỉnh cũ có số; thiếu: {missing}",
        "{n} of {all} former provinces report it; missing: {missing}",
    ),
    "thousands": ("{n} N", "{n}K"),
    "millions": ("{n} tr", "{n}M"),
    "organizations_here": ("Tổ chức trong tỉnh, thành", "Organizations in the province"),
    "documents_of": ("{n} tài liệu", "{n} documents"),
    "outlines_malformed": (
        "Tệp ranh giới không đọc được nên chỉ có bản đồ ô.",
        "The file of outlines cannot be read, so only tiles are shown.",
    ),
    "outlines_codes": (
        "Tệp ranh giới thiếu tỉnh, thành nên chỉ có bản đồ ô.",
        "The file of outlines lacks provinces, so only tiles are shown.",
    ),
    "outlines_hoang_sa": (
        "Tệp ranh giới không có Hoàng Sa nên không được dùng; chỉ có bản đồ ô.",
        "The file of outlines lacks Hoang Sa and is not used; only tiles are shown.",
    ),
    "outlines_truong_sa": (
        "Tệp ranh giới không có Trường Sa nên không được dùng; chỉ có bản đồ ô.",
        "The file of outlines lacks Truong Sa and is not used; only tiles are shown.",
    ),
    "choose_other_about": ("Tổ chức khác", "Another organization"),
    "choose_other_place": ("Tỉnh, thành khác", "Another province"),
    "choose_about": ("Chọn tổ chức", "Choose an organization"),
    "choose_place": ("Chọn tỉnh, thành", "Choose a province"),
    "choose_one": ("Chọn trong danh sách", "Choose from the list"),
    "find_about": ("Tìm tổ chức theo tên", "Find an organization by name"),
    "find_place": ("Tìm tỉnh, thành theo tên", "Find a province by name"),
    "find_example_about": (
        "Ví dụ: lien hiep ha tinh, hoi tin hoc",
        "For example: union ha tinh, hoi tin hoc",
    ),
    "find_example_place": ("Ví dụ: sai gon, BR-VT, long an", "For example: sai gon, BR-VT, long an"),
    "organization_intro": (
        "Chọn một tổ chức để xem mọi điều các báo cáo nêu về tổ chức đó, theo từng nhiệm kỳ.",
        "Choose an organization to see all that reports say of it, term by term.",
    ),
    "most_coded": ("Có nhiều tài liệu nhất", "With most documents"),
    "see_compare": ("So sánh với tổ chức khác", "Compare with others"),
    "see_map": ("Xem trên bản đồ", "See on the map"),
    "see_province": ("Xem trang của tỉnh, thành này", "See this province"),
    "and_more": ("và {n} tổ chức khác", "and {n} more organizations"),
    "place_former": ("{place} (cũ)", "{place} (former)"),
    "place_now": ("nay thuộc {place}, từ {date}", "now {place}, since {date}"),
    "since": ("từ {date}", "since {date}"),
    "on_day": ("ngày {date}", "on {date}"),
    "fact_aliases": ("Tên khác của tỉnh, thành", "Other names of the province"),
    "fact_names": ("Tên khác", "Other names"),
    "fact_founded": ("Thành lập", "Founded"),
    "fact_parent": ("Tổ chức cấp trên", "Belongs to"),
    "fact_child": ("Tổ chức thành viên", "Unites"),
    "fact_predecessor": ("Tiếp nối từ", "Took the place of"),
    "fact_successor": ("Tổ chức tiếp nối", "Succeeded by"),
    "fact_boundaries": ("Địa giới", "Boundaries"),
    "boundaries_unchanged": ("không thay đổi năm 2025", "unchanged in 2025"),
    "fact_became": ("Nay thuộc", "Now part of"),
    "fact_merged_from": ("Hợp nhất từ", "Merged from"),
    "fact_before": ("Trước đây", "Formerly"),
    "why_no_document_years": (
        "Không có tài liệu nào của tổ chức này trong các nhiệm kỳ {years} được mã hóa.",
        "No document of this organization is coded for terms of {years}.",
    ),
    "why_no_document_here": (
        "Chưa có tài liệu nào của các tổ chức ở đây được mã hóa.",
        "No document of the organizations here is coded yet.",
    ),
    "why_no_document_here_years": (
        "Không có tài liệu nào của các tổ chức ở đây trong các nhiệm kỳ {years} được mã hóa.",
        "No document of the organizations here is coded for terms of {years}.",
    ),
    "no_organizations_here": ("Chưa biết tổ chức nào ở đây.", "No organization is known here."),
    "terms_title": ("Các nhiệm kỳ", "Terms"),
    "terms_of": ("{n} nhiệm kỳ", "{n} terms"),
    "terms_documented": ("{n} có tài liệu", "with a document: {n}"),
    "terms_none_years": ("Không có nhiệm kỳ nào trong các năm {years}.", "There is no term in {years}."),
    "terms_with": ("có tài liệu", "with a document"),
    "terms_congress": ("đại hội", "congress"),
    "terms_no_years": ("không rõ năm", "years not known"),
    "congress_opened": ("đại hội mở đầu {date}", "opened by the congress of {date}"),
    "congress_closed": ("đại hội kết thúc {date}", "closed by the congress of {date}"),
    "own_figures": ("Số liệu", "Figures"),
    "own_figures_time": (
        "Mỗi cột một nhiệm kỳ. Chọn một ô để xem tài liệu và đoạn.",
        "A column a term. Choose a cell for document and paragraph.",
    ),
    "own_limitation": ("Hạn chế", "Limitations"),
    "own_lesson": ("Bài học", "Lessons"),
    "derived_group": ("Suy ra từ các con số trên", "Derived from these figures"),
    "cell_not_derivable": ("không đủ số để tính", "not derivable"),
    "disputed_title": ("Số liệu mà tài liệu nêu khác nhau", "Figures on which documents disagree"),
    "disputed_none": (
        "Không có số liệu nào mà tài liệu nêu khác nhau.",
        "There is no figure on which documents disagree.",
    ),
    "column_unit": ("Đơn vị", "Unit"),
    "column_shown": ("Số được hiển thị", "Figure shown"),
    "column_others": ("Số trong tài liệu khác", "Figures of other documents"),
    "disputed_star": ("* Các tài liệu nêu số khác nhau.", "* Documents disagree on it."),
    "awards_more": ("Còn {n} khen thưởng chưa liệt kê ở đây.", "{n} more of them are not listed here."),
    "awards_not_mentioned": ("Tài liệu đã mã hóa không nhắc đến.", "The coded documents do not mention any."),
    "themes_not_mentioned": (
        "Tài liệu đã mã hóa không nêu hạn chế hay bài học nào.",
        "The coded documents name no limitation and draw no lesson.",
    ),
    "giver_unnamed": ("Không nêu", "Not named"),
    "column_award": ("Hình thức", "Form"),
    "column_giver": ("Cấp trao", "Giver's level"),
    "column_recipient": ("Ai được khen", "Recipient"),
    "column_year": ("Năm", "Year"),
    "column_years": ("Các năm", "Years"),
    "column_count": ("Số lượng", "Number"),
    "column_opened": ("Đại hội mở đầu", "Opening congress"),
    "column_closed": ("Đại hội kết thúc", "Closing congress"),
    "column_record": ("Loại ý", "Sort"),
    "column_summary": ("Tóm tắt", "Summary"),
    "column_where": ("Tài liệu", "Document"),
    "column_title": ("Tên tài liệu", "Title"),
    "column_kind": ("Loại", "Kind"),
    "column_publisher": ("Nơi phát hành", "Publisher"),
    "column_date": ("Ngày", "Date"),
    "column_figure": ("Con số", "Figure"),
    "column_named_by": ("Tổ chức nêu", "Named by"),
    "place_figures_time": (
        "Tổ chức cấp tỉnh, nhiệm kỳ gần nhất có báo cáo. Chọn một dòng để xem tài liệu và đoạn.",
        "Provincial organizations, the latest reported term. Choose a row for document and paragraph.",
    ),
    "kind_not_mentioned": (
        "{kind}: tài liệu không nhắc đến {n} chỉ tiêu.",
        "{kind}, indicators not mentioned: {n}.",
    ),
    "kind_no_document": ("{kind}: chưa có tài liệu nào.", "{kind}: no document."),
    "no_figures_here": ("Chưa có con số nào ở đây.", "There is no figure here yet."),
    "place_themes": ("Hạn chế được nêu", "Limitations named"),
    "no_limitations_here": (
        "Tài liệu đã mã hóa của các tổ chức ở đây không nêu hạn chế nào.",
        "The coded documents of the organizations here name no limitation.",
    ),
    "no_documents_here": ("Chưa có tài liệu nào.", "There is no document yet."),
    "compare_intro": (
        "Đặt từ hai đến sáu tổ chức hoặc tỉnh, thành cạnh nhau: nơi khác có gì mà mình chưa có, cùng vướng gì, đã rút ra bài học gì.",
        "Puts two to six organizations or provinces side by side: what others have that we lack, what holds both back, what was learned.",
    ),
    "compare_start": ("Bắt đầu từ những nơi có nhiều số liệu nhất", "Begin with those that report most"),
    "compare_pair": ("{one} và {other}", "{one} and {other}"),
    "compare_pair_why": ("{n} và {m} chỉ tiêu có số liệu", "figures for {n} and {m} indicators"),
    "compare_one": (
        "Hãy thêm ít nhất một nơi nữa để so sánh: tìm theo tên ở trên, hoặc chọn một gợi ý.",
        "Add one more at least: find it by name above, or take a suggestion.",
    ),
    "compare_add": ("Thêm tổ chức hoặc tỉnh, thành", "Add an organization or a province"),
    "compare_others_add": ("Thêm, đổi", "Add or change"),
    "compare_example": (
        "Ví dụ: thanh hoa, nghe an, hoi tin hoc",
        "For example: thanh hoa, nghe an, hoi tin hoc",
    ),
    "compare_full": ("Đã đủ sáu; bỏ bớt một để thêm", "Six already; drop one to add another"),
    "compare_drop": ("Thôi so sánh: {label}", "Stop comparing: {label}"),
    "compare_ours": ("Đơn vị mình", "Ours"),
    "compare_ours_short": ("đơn vị mình", "ours"),
    "compare_others": ("Nơi khác", "others"),
    "compare_figures": ("Số liệu", "Figures"),
    "compare_figures_time": (
        "nhiệm kỳ gần nhất có báo cáo; số cũ hơn ghi “trước đó”",
        "latest reported term; an older figure says “before”",
    ),
    "compare_no_figures": ("Chưa nơi nào có số liệu.", "None of them reports any figure."),
    "compare_no_awards": ("Chưa nơi nào nêu khen thưởng.", "None of them reports any award."),
    "compare_nobody": ("Không nơi nào nêu ({n}): {what}.", "Reported by none of them ({n}): {what}."),
    "compare_lacking": (
        "{who} có nêu mà {ours} chưa có: {what}.",
        "Reported by {who}, not by {ours}: {what}.",
    ),
    "compare_alone": ("Chỉ {ours} có nêu: {what}.", "Reported by {ours} alone: {what}."),
    "compare_no_gap": ("Nơi khác nêu gì thì {ours} cũng nêu.", "What others report, {ours} reports too."),
    "compare_more": ("và {n} mục khác", "and {n} more"),
    "compare_change": ("{change} so với nhiệm kỳ trước", "{change} on the term before"),
    "compare_before": ("trước đó: {figure}", "before: {figure}"),
    "compare_before_year": ("trước đó: {figure} ({year})", "before: {figure} ({year})"),
    "compare_disputed": ("tài liệu nêu số khác nhau", "documents disagree"),
    "compare_every_award": ("Tất cả", "All"),
    "compare_award": ("{award} {direction}", "{award} {direction}"),
    "compare_column": ("Nơi so sánh", "Compared"),
    "compare_column_change": ("Thay đổi", "Change"),
    "compare_column_unnumbered": ("Lần không cho số", "Without a number"),
    "compare_column_lessons": ("Bài học", "Lessons"),
    "compare_themes_all": ("Hạn chế cả {n} nơi cùng nêu", "Limitations that all {n} name"),
    "compare_themes_several": ("Hạn chế từ hai nơi trở lên cùng nêu", "Limitations that two or more name"),
    "compare_themes_single": ("Hạn chế riêng của từng nơi", "Limitations that one names"),
    "compare_lessons_theirs": (
        "Bài học nơi khác đã rút ra, {ours} chưa nêu",
        "Lessons that others draw and {ours} does not",
    ),
    "compare_lessons_ours": ("Bài học {ours} đã rút ra", "Lessons that {ours} draws"),
    "compare_themes_shared": ("Cùng vướng: {what}.", "Named by several: {what}."),
    "compare_themes_learned": (
        "Nơi khác đã rút bài học, {ours} chưa nêu: {what}.",
        "Learned by others, not by {ours}: {what}.",
    ),
    "compare_themes_coverage": (
        "{n} trong {all} nơi có hạn chế được mã hóa, {m} nơi có bài học",
        "limitations are coded of {n} of {all}, lessons of {m}",
    ),
    "compare_themes_none": (
        "Chưa nơi nào có hạn chế hoặc bài học được mã hóa.",
        "No limitation or lesson is coded of any of them.",
    ),
    "compare_themes_note": ("Không nêu không có nghĩa là không có.", "What is not named may still be there."),
    "compare_statements": ("{n} ý", "{n} statements"),
    "compare_lessons": ("{n} bài học", "lessons: {n}"),
    "peers_title": ("Gợi ý so sánh với {ours}", "Whom to compare {ours} with"),
    "peers_of": ("cùng loại, cùng cấp, quy mô gần nhất", "same kind and level, nearest in size"),
    "peers_none": (
        "Chưa có nơi nào cùng loại, cùng cấp có số liệu để gợi ý.",
        "None of the same kind and level reports a figure to go by.",
    ),
    "peer_size": ("{measure}: {theirs} so với {own}", "{measure}: {theirs} against {own}"),
    "peer_figures": ("có số liệu của {n} chỉ tiêu", "figures for {n} indicators"),
    "close": ("Đóng chi tiết", "Close details"),
    "sheet_data": ("Số liệu", "Data"),
    "sheet_evidence": ("Nguồn", "Evidence"),
    "sheet_coverage": ("Độ phủ", "Coverage"),
    "sheet_codebook": ("Giải thích mã", "Codebook"),
    "sheet_about": ("Giới thiệu", "About"),
    "evidence_record": ("Loại dòng", "Kind of row"),
    "evidence_what": ("Chỉ tiêu, khen thưởng hoặc chủ đề", "Indicator, award or theme"),
    "evidence_details": ("Chi tiết", "Details"),
    "evidence_organization": ("Mã tổ chức", "Organization code"),
    "evidence_code": ("Mã", "Code"),
    "evidence_place": ("Dòng trong tệp dữ liệu", "Row of the data files"),
    "coverage_with": ("Số tổ chức nêu", "Organizations that report it"),
    "coverage_applicable": ("Trong số tổ chức", "Of organizations"),
    "coverage_every": (
        "Mọi chỉ tiêu và nhiệm kỳ của lựa chọn (số ô)",
        "Every indicator and term of the selection (cells)",
    ),
    "codebook_list": ("Danh mục", "List"),
    "codebook_code": ("Mã", "Code"),
    "codebook_label": ("Tên gọi", "Label"),
    "codebook_meaning": ("Giải thích", "Meaning"),
    "codebook_states": ("Tình trạng của số liệu", "States of a figure"),
    "codebook_columns": ("Cột của trang Nguồn", "Columns of the Evidence sheet"),
    "about_what": ("Mục", "Item"),
    "about_said": ("Nội dung", "Content"),
    "about_dataset": ("Bộ dữ liệu", "Data set"),
    "about_page": ("Trang", "Page"),
    "about_card": ("Bảng", "Table"),
    "about_card_of": ("Phạm vi của bảng", "What the table is of"),
    "about_release": ("Bản dữ liệu", "Release"),
    "about_released": ("Ngày của bản dữ liệu", "Date of the release"),
    "about_unfiltered": ("không lọc, mọi tổ chức", "no filter, all organizations"),
    "about_covered": (
        "{reporting}; {share} số ô áp dụng có con số",
        "{reporting}; a figure in {share} of the cells that apply",
    ),
    "about_reporting": ("{n} trong {all} tổ chức có báo cáo", "{n} of {all} organizations with a report"),
    "about_retrieved": ("Ngày tải về (UTC)", "Retrieved on (UTC)"),
    "about_licence": ("Giấy phép", "Licence"),
    "about_citation": ("Cách trích dẫn", "How to cite"),
    "about_documents": ("Tài liệu gốc", "Document behind it"),
    "about_link": ("Liên kết", "Link"),
    "cite_version": ("Phiên bản {release}", "Version {release}"),
    "cite_dataset": ("Bộ dữ liệu", "Data set"),
    "cite_retrieved": ("Truy cập ngày {date}, từ {link}", "Retrieved {date}, from {link}"),
    "cite_on": ("{day} tháng {month} năm {year}", "{month} {day}, {year}"),
    "cite_day": ("{year}, ngày {day} tháng {month}", "{year}, {month} {day}"),
    "cite_month": ("{year}, tháng {month}", "{year}, {month}"),
    "cite_undated": ("không rõ ngày", "n.d."),
    "all_organizations": ("mọi tổ chức", "all organizations"),
    "draft": ("bản dự thảo", "draft"),
}

_ONE = re.compile(
    r"\b1 ((?:more |coded |older )?(?:organization|row|document)|statement|problem|time|term|cell|award|indicator|figure|limitation|lesson)s\b"
)


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
        filled = said.format(
            **{
                name: self.number(v) if isinstance(v, int | float | Decimal) else v
                for name, v in values.items()
            }
        )
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

    def change(self, share: float, qualifier: str) -> str:
        """Returns a change, 0 where there is none, as a percentage with its sign and the mark of its qualifier: ≈+12,5%."""
        return f"{self.mark(qualifier)}{'+' if share > 0 else ''}{self.percent(share)}"

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


def years(say: Text, first: int, last: int) -> str:
    """Returns years that are filtered for, 0 where one is not: 2015–2020, from 2015, to 2020."""
    if first and last:
        return str(first) if first == last else f"{first}–{last}"
    # As words: a year has no thousands separator.
    return say("years_from", year=str(first)) if first else say("years_to", year=str(last))
