"""One Vietnamese sentence for each code of ``DomainError``: what is wrong, and what to do next."""

from __future__ import annotations

from enum import StrEnum

from app.domain.errors import DomainError
from app.wording import (
    alike,
    audit_seals,
    backup,
    bulk,
    clerk,
    follow_up,
    following,
    in_field,
    list_import,
    lists,
    meetings,
    organisation,
    policy,
    quick,
    relations,
    reorganising,
    rights,
    superior,
    superior_import,
)
from app.wording.terms import WORDS, word

ERRORS: dict[str, str] = {
    **alike.ERRORS,
    **audit_seals.ERRORS,
    **backup.ERRORS,
    **bulk.ERRORS,
    **clerk.ERRORS,
    **follow_up.ERRORS,
    **following.ERRORS,
    **in_field.ERRORS,
    **list_import.ERRORS,
    **lists.ERRORS,
    **meetings.ERRORS,
    **organisation.ERRORS,
    **rights.ERRORS,
    **policy.ERRORS,
    **quick.ERRORS,
    **relations.ERRORS,
    **reorganising.ERRORS,
    **superior.ERRORS,
    **superior_import.ERRORS,
    "alias.collective": "“{name}” chỉ nhiều đơn vị cùng lúc nên không thể là tên khác của một đơn vị.",
    "alias.one_unit": "Chỉ ghi nhớ được khi chọn đúng một đơn vị cho tên “{name}”.",
    "alias.taken": "“{name}” đã là tên của {unit}. Đề nghị kiểm tra lại trước khi ghi nhớ.",
    "completion.after_decision": "Ngày hoàn thành {completed_on:%d/%m/%Y} ở sau ngày xác nhận "
    "{decided_on:%d/%m/%Y}. Đề nghị nhập lại ngày.",
    "completion.before_given": "Ngày hoàn thành {completed_on:%d/%m/%Y} ở trước ngày giao {given_on:%d/%m/%Y}. "
    "Đề nghị nhập lại ngày.",
    "completion.own": "Việc của chính Văn phòng do Văn phòng tự xác nhận chỉ được tính từ ngày báo cáo "
    "{reported_on:%d/%m/%Y}. Ngày sớm hơn do lãnh đạo quyết định: đề nghị chọn lãnh đạo là người quyết định.",
    "date.unreadable": "Không đọc được ngày “{text}”. Đề nghị nhập theo dạng 30/9/2026, 30/9 hoặc cuối tháng.",
    "date.year_needed": "Năm gần đây không có ngày “{text}”. Đề nghị nhập cả năm, ví dụ 29/2/2028.",
    "decider.not_entitled": "Người quyết định phải là lãnh đạo, Chánh Văn phòng hoặc chuyên viên Văn phòng đang "
    "giữ vai trò. "
    "Đề nghị chọn lại.",
    "directive.duplicate": "Văn bản số {number} cùng cơ quan ban hành và ngày ban hành đã được giao nhiệm vụ trên hệ "
    "thống. Đề nghị mở văn bản đã có.",
    "directive.future_date": "Ngày {day:%d/%m/%Y} của văn bản ở sau ngày hôm nay. Đề nghị kiểm tra lại ngày.",
    "directive.number_taken": "Số {number} cùng cơ quan và ngày ban hành là của một văn bản khác đã giao nhiệm vụ. Nếu "
    "đó là cùng một văn bản được nhập hai lần, đề nghị mở văn bản đã có để theo dõi tiếp, rồi hủy do nhập nhầm các "
    "lượt giao ở đây. Nếu là văn bản khác, đề nghị kiểm tra lại số và ngày.",
    "directive.oral": "Ý kiến chỉ đạo không chờ số. Khi có văn bản, đề nghị dùng mục Văn bản hóa.",
    "directive.has_number": "Văn bản đã có số {number}.",
    "directive.no_issuer": "Cần nhập cơ quan ban hành.",
    "directive.no_number": "Cần nhập số văn bản.",
    "directive.no_day": "Cần nhập ngày ban hành của văn bản.",
    "directive.no_subject": "Cần nhập trích yếu.",
    "directive.no_tasks": "Chưa chọn nhiệm vụ nào để giao.",
    "draft.closed": "Dự kiến này đã được giao hoặc đã bỏ nên không sửa được nữa. Đề nghị mở danh sách dự kiến hoặc "
    "văn bản đã giao.",
    "draft.no_date": "Cụm từ này không nêu một ngày cụ thể nên chưa gắn được. Đề nghị mở nhiệm vụ và nhập thời hạn.",
    "draft.no_place": "Nhiệm vụ này được nhập thêm, không có chỗ trong văn bản nên không tách được. Đề nghị sửa nội "
    "dung và thêm một nhiệm vụ mới.",
    "draft.nothing_before": "Không còn nhiệm vụ nào ở phía đó của danh sách.",
    "draft.nothing_to_undo": "Không còn thay đổi nào để hoàn tác.",
    "draft.split_edited": "Nội dung nhiệm vụ đã sửa khác với văn bản nên không tách được ở chỗ này. Đề nghị sửa nội "
    "dung và thêm một nhiệm vụ mới.",
    "draft.split_place": "Chỗ vừa chọn không nằm giữa câu của nhiệm vụ này. Đề nghị chọn lại chỗ tách.",
    "draft.not_ready": "Dự kiến còn nội dung phải bổ sung nên chưa giao được. Đề nghị xử lý từng mục trong danh sách "
    "dưới đây.",
    "due.before_given": "Thời hạn không được ở trước ngày giao {given_on:%d/%m/%Y}. Đề nghị nhập lại ngày.",
    "due.unchanged": "Thời hạn vừa nhập trùng với thời hạn đang áp dụng ({due_on:%d/%m/%Y}) nên không có gì để sửa.",
    "evidence.empty": "Tệp {filename} không có nội dung. Đề nghị chọn lại tệp.",
    "evidence.future_date": "Ngày của văn bản kết quả ({issued_on:%d/%m/%Y}) ở sau ngày hôm nay. Đề nghị nhập "
    "lại ngày.",
    "evidence.not_as_named": "Nội dung tệp {filename} không đúng với đuôi tệp. Đề nghị mở tệp kiểm tra rồi lưu "
    "lại đúng định dạng.",
    "evidence.too_large": "Tệp {filename} lớn hơn {megabytes} MB. Đề nghị giảm dung lượng hoặc tách tệp.",
    "evidence.unknown_kind": "Không nhận tệp {filename}: chỉ nhận .pdf, .docx, .doc, .xlsx, .xls, .pptx, .odt, "
    ".ods, .zip, .jpg, .png.",
    "file.empty": "Tệp {filename} không có nội dung. Đề nghị chọn lại tệp.",
    "file.encoding": "Tệp {filename} không dùng bảng mã Unicode nên không đọc được. Đề nghị mở tệp, lưu lại với bảng "
    "mã UTF-8 rồi tải lên.",
    "file.encrypted": "Tệp {filename} được đặt mật khẩu nên không đọc được. Đề nghị bỏ mật khẩu rồi tải lên lại.",
    "file.no_office": "Máy chủ chưa cài chương trình đọc tệp Office đời cũ nên chưa đọc được tệp {filename}. Đề nghị "
    "lưu lại dạng .docx hoặc .xlsx rồi tải lên; người quản trị cài gói Debian libreoffice-writer-nogui và "
    "libreoffice-calc-nogui để nhận cả .doc, .xls.",
    "file.not_converted": "Tệp {filename} bị hỏng hoặc quá phức tạp nên không chuyển đổi được trong giới hạn cho phép. "
    "Đề nghị mở tệp kiểm tra, lưu lại dạng .docx hoặc .xlsx rồi tải lên.",
    "file.sheet_heavy": "Tệp {filename} quá nặng hoặc quá phức tạp nên không đọc được trong giới hạn cho phép. Đề nghị "
    "chỉ giữ bảng nhiệm vụ rồi tải lên lại.",
    "file.no_text": "Không tìm thấy chữ nào để đọc. Đề nghị dùng bản có nội dung dạng văn bản, hoặc dán nội dung vào "
    "ô nhập.",
    "file.not_what_it_says": "Nội dung tệp {filename} không đúng với đuôi tệp hoặc tệp bị hỏng. Đề nghị mở tệp kiểm "
    "tra, lưu lại đúng định dạng rồi tải lên.",
    "file.image_large": "Ảnh {filename} quá lớn: vượt quá 64 triệu điểm ảnh. Đề nghị giảm kích thước ảnh rồi tải lên "
    "lại.",
    "file.no_ocr": "Tệp {filename} là ảnh hoặc bản quét, mà máy chủ chưa có phần mềm nhận dạng chữ: đề nghị người quản "
    "trị cài gói {packages}. Trong khi chờ, đề nghị dùng bản .docx hoặc dán nội dung vào ô nhập.",
    "file.ocr_failed": "Không nhận dạng được trang {page} của tệp {filename} trong giới hạn cho phép. Đề nghị quét "
    "lại, hoặc dùng bản .docx, hoặc dán nội dung vào ô nhập.",
    "file.ocr_pages": "Tệp {filename} có {pages} trang phải nhận dạng, vượt quá {most} trang. Đề nghị chỉ lấy phần kết "
    "luận và giao nhiệm vụ, hoặc dùng bản .docx.",
    "file.pdf_broken": "Tệp {filename} bị hỏng nên không mở được. Đề nghị mở tệp kiểm tra, xuất lại dạng .pdf rồi tải "
    "lên.",
    "file.pdf_heavy": "Tệp {filename} quá nặng hoặc quá phức tạp nên không đọc được trong giới hạn cho phép. Đề nghị "
    "xuất lại dạng .pdf từ phần mềm soạn thảo, hoặc dán nội dung vào ô nhập.",
    "file.pdf_legacy": "Tệp {filename} dùng bảng mã cũ (TCVN3 hoặc VNI) nên chưa đọc được. Đề nghị chuyển văn bản sang "
    "Unicode rồi tải lên lại, hoặc dán nội dung đã chuyển vào ô nhập.",
    "file.pdf_locked": "Tệp {filename} được đặt mật khẩu nên không đọc được. Đề nghị bỏ mật khẩu rồi tải lên lại.",
    "file.pdf_pages": "Tệp {filename} có {pages} trang, vượt quá {most} trang: đây không phải là một thông báo. Đề "
    "nghị chỉ lấy phần kết luận và giao nhiệm vụ.",
    "file.scan": "Tệp {filename} là ảnh hoặc bản quét: cần nhận dạng chữ trước khi đọc. Đề nghị tải lên ở mục Thêm văn "
    "bản, hoặc dùng bản .docx.",
    "file.secret": "Văn bản có dấu chỉ độ mật {mark} nên không được đưa lên hệ thống; chưa có nội dung nào được lưu. "
    "Đề nghị xử lý văn bản này theo quy định về bảo vệ bí mật nhà nước.",
    "file.too_large": "Nội dung lớn hơn {megabytes} MB, hoặc tệp nén chứa quá nhiều dữ liệu. Đề nghị giảm dung "
    "lượng, tách tệp hoặc bỏ hình ảnh rồi tải lên lại.",
    "file.too_long": "Nội dung dài {characters} ký tự, vượt quá {most} ký tự: đây không phải là một thông báo. Đề nghị "
    "chỉ lấy phần kết luận và giao nhiệm vụ.",
    "file.unknown_kind": "Không nhận tệp {filename}: chỉ nhận .docx, .doc, .pdf, .xlsx, .xls, .txt và ảnh chụp .png, "
    ".jpg. Đề nghị lưu lại dạng .docx, hoặc dán nội dung vào ô nhập.",
    "http.bad_request": "Yêu cầu gửi lên không đọc được. Đề nghị quay lại trang trước và thực hiện lại.",
    "http.busy": "Cơ sở dữ liệu đang bận hoặc chưa kết nối được; chưa có gì bị thay đổi. Đề nghị thử lại sau ít phút, "
    "nếu vẫn vậy thì báo người quản trị.",
    "http.csrf": "Trang này đã mở quá lâu hoặc phiên đăng nhập đã kết thúc. Đề nghị tải lại trang rồi thực hiện lại.",
    "http.elsewhere": "Biểu mẫu này được gửi từ một trang khác nên không được nhận. Đề nghị mở hệ thống và nhập lại.",
    "http.method": "Địa chỉ này không nhận thao tác vừa gửi. Đề nghị quay lại trang trước và thực hiện lại.",
    "http.other": "Yêu cầu không thực hiện được. Đề nghị quay lại trang trước và thực hiện lại.",
    "http.too_large": "Nội dung gửi lên quá lớn: mỗi tệp không quá 20 MB. Đề nghị giảm dung lượng hoặc tách tệp.",
    "http.unexpected": "Hệ thống gặp lỗi và chưa thực hiện được yêu cầu; không có gì bị thay đổi. "
    "Đề nghị thử lại, nếu vẫn lỗi thì báo người quản trị kèm thời điểm xảy ra.",
    "login.no_role": "Tài khoản này hiện không được phân vai trò ở đơn vị nào. Đề nghị liên hệ người quản trị.",
    "login.throttled": "Đã đăng nhập sai nhiều lần. Đề nghị thử lại sau {minutes} phút.",
    "login.wrong": "Tên đăng nhập hoặc mật khẩu không đúng.",
    "mail.already_sent": "Thư này đã được gửi. Đề nghị tải lại trang để xem thời điểm gửi.",
    "mail.replaced": "Thư này không gửi lại vì đã quá ngày; phần còn phải nhắc đã chuyển sang thư sau.",
    "mail.emptied": "Thư này không gửi lại được vì đã quá thời hạn lưu nội dung.",
    "mail.being_sent": "Thư này đang được gửi. Đề nghị tải lại trang sau ít phút.",
    "mail.no_address": "Chưa có địa chỉ thư của {name}. Đề nghị bổ sung địa chỉ rồi gửi lại.",
    "mail_trial.no_address": "Tài khoản này chưa có địa chỉ thư nên chưa gửi thư thử được. Đề nghị người quản trị "
    "nhập địa chỉ.",
    "mail_trial.too_soon": "Thư thử vừa được lập. Đề nghị chờ một phút rồi gửi lần nữa.",
    "my_mail.hour": "Chỉ chọn được giờ nhận thư từ {first} đến {last} giờ.",
    "not_found": "Không tìm thấy nội dung này, hoặc nội dung không thuộc phạm vi của đơn vị.",
    "note.required": "Cần ghi nội dung tiến độ thực hiện.",
    "period.no_such_quarter": "Một năm chỉ có các quý I, II, III, IV. Đề nghị chọn lại quý.",
    "period.reversed": "Ngày đầu kỳ ({period_from:%d/%m/%Y}) sau thời điểm chốt số liệu ({cut_off:%d/%m/%Y}). "
    "Đề nghị nhập lại hai ngày.",
    "permission.denied": "Vai trò hiện tại không có quyền thực hiện việc này.",
    "recognition.gave_up": "Đã thử {tries} lần mà không nhận dạng xong tệp {filename}. Đề nghị quét lại, hoặc dùng bản "
    ".docx, hoặc dán nội dung vào ô nhập.",
    "recognition.lost": "Tệp {filename} chờ nhận dạng không còn trên máy chủ. Đề nghị tải lên lại.",
    "reason.required": "Cần nêu lý do.",
    "recurrence.after_last_month": "Thời hạn sau khi hết kỳ được tính từ tháng cuối của kỳ, là tháng thứ {last}. Đề "
    "nghị chọn lại tháng.",
    "recurrence.after_weekly": "Việc hằng tuần có thời hạn ngay trong tuần. Đề nghị bỏ số tháng sau khi hết kỳ.",
    "recurrence.day": "Ngày trong tháng phải từ 1 đến 31. Đề nghị nhập lại.",
    "recurrence.ended": "Nhiệm vụ định kỳ này đã kết thúc ngày {on:%d/%m/%Y}. Đề nghị tải lại trang.",
    "recurrence.incomplete": "Cần chọn đủ: hằng tuần kèm thứ trong tuần, chu kỳ khác kèm ngày trong tháng.",
    "recurrence.month": "Tháng trong kỳ phải từ 1 đến {last}. Đề nghị nhập lại.",
    "recurrence.months_after": "Số tháng sau khi hết kỳ phải từ 0 đến {most}. Đề nghị nhập lại.",
    "recurrence.no_unit": "Cần chọn ít nhất một đơn vị.",
    "recurrence.unchanged": "Chu kỳ và thời hạn vừa nhập không khác hiện nay. Đề nghị kiểm tra lại.",
    "recurrence.weekday": "Ngày trong tuần phải từ thứ Hai đến Chủ nhật. Đề nghị chọn lại.",
    "report_draft.encrypted": "Dự thảo được đặt mật khẩu nên không đọc được. Đề nghị bỏ mật khẩu rồi tải lên lại.",
    "report_draft.macros": "Dự thảo có chứa macro (.docm) nên không nhận. Đề nghị lưu lại dạng .docx rồi tải lên.",
    "report_draft.not_docx": "Dự thảo không phải tệp Word dạng .docx hoặc tệp bị hỏng. Đề nghị mở tệp trong Word, lưu "
    "lại dạng .docx rồi tải lên.",
    "report_draft.old_block_torn": "Phần đã chèn lần trước trong dự thảo bị sửa nên không còn nhận ra được chỗ bắt đầu "
    "và chỗ kết thúc. Đề nghị xóa phần đó trong Word rồi tải lên lại.",
    "report_draft.place_gone": "Chỗ chèn đã chọn không có trong dự thảo. Đề nghị chọn lại chỗ chèn.",
    "report_draft.too_large": "Dự thảo quá lớn hoặc quá phức tạp nên không xử lý được. Đề nghị giảm bớt hình ảnh, lưu "
    "lại dạng .docx rồi tải lên.",
    "report_draft.tracked_changes": "Dự thảo còn nội dung đang theo dõi thay đổi (Track Changes). Đề nghị chấp nhận "
    "hoặc từ chối hết các thay đổi, lưu lại rồi tải lên.",
    "search.too_long": "Từ khóa quá dài: tối đa {most} ký tự.",
    "search.too_short": "Đề nghị nhập ít nhất hai chữ hoặc số.",
    "report.cut_off_in_future": "Thời điểm chốt số liệu là ngày {cut_off:%d/%m/%Y}, chưa đến. "
    "Chỉ chốt được từ ngày đó; trước đó xem số liệu tạm tính.",
    "report.dates_missing": "Cần chọn kỳ báo cáo, hoặc nhập cả ngày đầu kỳ và thời điểm chốt số liệu.",
    "report.day": "Ngày báo cáo phải trong khoảng từ {earliest:%d/%m/%Y} đến {latest:%d/%m/%Y}. Đề nghị nhập lại ngày.",
    "report.exists": "Kỳ báo cáo này đã có trong danh sách. Đề nghị mở kỳ đã lập.",
    "report_draft.lost": "Tệp dự thảo không còn trong kho tệp của máy chủ. Đề nghị tải dự thảo lên lại.",
    "report_draft.no_place": "Chưa chọn chỗ chèn trong dự thảo. Đề nghị chọn trong danh sách các đoạn.",
    "report_fact.amount": "Số lượng phải là số nguyên từ 0 đến {most}. Đề nghị nhập lại.",
    "report_fact.day": "Ngày của văn bản không được sau hôm nay. Đề nghị nhập lại ngày.",
    "report_fact.document": "Cần ghi loại và số của văn bản chứng minh, tối đa {most} ký tự.",
    "report_text.too_long": "Câu quá dài: tối đa {most} ký tự.",
    "report.snapshot_changed": "Số liệu đã chốt không còn khớp với mã kiểm tra lúc chốt, nên không được dùng. "
    "Đề nghị báo người quản trị kiểm tra cơ sở dữ liệu và bản sao lưu; số liệu hiện nay vẫn xem được.",
    "stale": "Nội dung đã được người khác cập nhật. Đề nghị xem lại bản mới trước khi lưu.",
    "task.due_before_given": "Mục {clause}: thời hạn {due_on:%d/%m/%Y} ở trước ngày giao {given_on:%d/%m/%Y}. Đề nghị "
    "kiểm tra lại thời hạn.",
    "task.lead_unknown": "Mục {clause}: chưa rõ “{name}” là đơn vị nào. Đề nghị chọn đơn vị chủ trì.",
    "task.no_date": "Mục {clause} là nhiệm vụ có thời hạn nhưng chưa có ngày: “{text}”. Đề nghị nhập thời hạn.",
    "task.no_lead": "Mục {clause} chưa có đơn vị chủ trì: “{text}”. Đề nghị chọn đơn vị.",
    "task.no_rule": "Mục {clause} là nhiệm vụ định kỳ nhưng chưa rõ chu kỳ và thời hạn trong kỳ: “{text}”. Đề nghị "
    "chọn chu kỳ và ngày, hoặc đổi loại nhiệm vụ.",
    "task.unknown_unit": "Mục {clause}: chưa rõ “{name}” là đơn vị nào. Đề nghị chọn đơn vị, hoặc bấm “Đúng rồi” "
    "nếu để nguyên như văn bản.",
    "time.unreadable": "Không có giờ như “{text}”. Đề nghị nhập theo dạng 16:30 hôm nay hoặc 16h30 30/9.",
    "unit.unknown": "Đơn vị được chọn không có trong danh sách của cơ quan. Đề nghị chọn lại.",
    "upload.both": "Vừa chọn tệp vừa dán nội dung. Đề nghị chỉ dùng một cách.",
    "upload.nothing": "Chưa có văn bản. Đề nghị chọn tệp, hoặc dán nội dung vào ô nhập.",
}


def sentence(error: DomainError) -> str:
    """The sentence of an error. A code without one is a bug, and says so loudly."""
    return ERRORS[error.code].format(**{name: _worded(value) for name, value in error.params.items()})


def _worded(value: object) -> object:
    return word(value) if isinstance(value, StrEnum) and type(value) in WORDS else value
