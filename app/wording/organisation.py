"""The sentences of the organisation's pages: units, people, fields of work, calendar, tables, passwords."""

from __future__ import annotations

ERRORS: dict[str, str] = {
    "calendar.day_taken": "Ngày {day:%d/%m/%Y} đã có trong lịch: {name}. Đề nghị bỏ ngày đó trước khi ghi lại.",
    "calendar.off_already": "Ngày {day:%d/%m/%Y} là thứ Bảy hoặc Chủ nhật, vốn đã là ngày nghỉ. Đề nghị kiểm tra lại "
    "ngày.",
    "calendar.worked_already": "Ngày {day:%d/%m/%Y} vốn là ngày làm việc trong tuần; chỉ thứ Bảy, Chủ nhật mới làm "
    "bù. Đề nghị kiểm tra lại ngày.",
    "calendar.line_kind": "Không rõ ngày này nghỉ hay làm bù: “{text}”. Đề nghị ghi “Nghỉ” hoặc “Làm bù” sau ngày.",
    "calendar.line_day": "Không đọc được ngày ở dòng này: “{text}”. Đề nghị ghi ngày dạng 02/01/2027.",
    "calendar.line_twice": "Ngày {day:%d/%m/%Y} đã có ở dòng {line}. Đề nghị bỏ một dòng.",
    "calendar.line_year": "Ngày {day:%d/%m/%Y} không thuộc năm {year}. Mỗi lần chỉ nhập lịch của một năm.",
    "calendar.no_lines": "Không có dòng nào có ngày. Mỗi dòng cần có ngày, “Nghỉ” hoặc “Làm bù”, và tên ngày.",
    "calendar.year": "Chưa có lịch năm {year}. Đề nghị lập lịch dự kiến của năm đó trước.",
    "charge.before": "Đã có người phụ trách từ ngày {start:%d/%m/%Y}. Đề nghị chọn ngày bắt đầu từ ngày đó trở đi.",
    "charge.not_entitled": "Lãnh đạo phụ trách phải đang giữ vai trò lãnh đạo; người theo dõi phải là Chánh Văn "
    "phòng, chuyên viên hoặc văn thư. Đề nghị chọn lại.",
    "charge.same": "Người này đã được giao lĩnh vực. Đề nghị chọn người khác.",
    "email.bad": "Không đọc được địa chỉ thư “{text}”. Đề nghị nhập một địa chỉ dạng tenhopthu@tenmien.vn.",
    "field.name_taken": "Đã có lĩnh vực “{text}”. Đề nghị nhập tên khác.",
    "office.exists": "Cơ sở dữ liệu đã có cơ quan, không tạo thêm. Người quản trị thêm đơn vị và người dùng ở mục Cơ "
    "quan.",
    "password.differs": "Hai lần nhập mật khẩu mới không giống nhau. Đề nghị nhập lại.",
    "password.is_login": "Mật khẩu mới không được trùng tên đăng nhập. Đề nghị chọn mật khẩu khác.",
    "password.long": "Mật khẩu mới dài quá {most} ký tự. Đề nghị chọn mật khẩu ngắn hơn.",
    "password.same": "Mật khẩu mới trùng mật khẩu đang dùng. Đề nghị chọn mật khẩu khác.",
    "password.short": "Mật khẩu mới cần ít nhất {least} ký tự.",
    "password.wrong": "Mật khẩu đang dùng không đúng.",
    "person.last_manager": "Từ ngày {day:%d/%m/%Y} sẽ không còn ai quản lý được đơn vị và người dùng. Đề nghị giao "
    "vai trò Quản trị hệ thống hoặc Chánh Văn phòng cho người khác trước.",
    "person.login_bad": "Tên đăng nhập “{text}” không dùng được: chỉ gồm chữ không dấu, chữ số và các dấu . _ - @, "
    "từ 2 đến 100 ký tự, bắt đầu bằng chữ hoặc số.",
    "person.login_taken": "Tên đăng nhập “{text}” đã là của đồng chí {name}. Đề nghị chọn tên khác; nếu là cùng một "
    "người, sửa họ tên ở trang của người đó.",
    "person.own_password": "Mật khẩu của chính mình được đổi ở trang Đổi mật khẩu.",
    "role.own": "Không tự giao hoặc kéo dài vai trò của chính mình. Đề nghị một quản trị viên khác hoặc Chánh Văn "
    "phòng thực hiện.",
    "role.twice": "Người này đã giữ vai trò này tại đơn vị từ ngày {start:%d/%m/%Y}, trùng thời gian. Đề nghị sửa "
    "vai trò đã có.",
    "role.unit_ended": "{unit} đã kết thúc hoạt động ngày {end:%d/%m/%Y}, trước ngày bắt đầu vai trò. Đề nghị chọn "
    "đơn vị khác.",
    "span.reversed": "Ngày kết thúc {end:%d/%m/%Y} ở trước ngày bắt đầu {start:%d/%m/%Y}. Đề nghị nhập lại ngày.",
    "starter.nothing": "Chưa chọn đơn vị nào.",
    "table.cell_too_long": "Ô này dài quá 1.000 ký tự. Đề nghị rút ngắn.",
    "table.column_missing": "Thiếu cột “{column}”. Đề nghị dùng tệp mẫu.",
    "table.column_missing_near": "Thiếu cột “{column}”; trong tệp có cột “{near}”, có phải là cột này không. Đề nghị "
    "sửa tên cột.",
    "table.column_near": "Không có cột “{text}” trong mẫu; có phải là “{near}” không. Đề nghị sửa tên cột.",
    "table.column_twice": "Cột “{text}” có hai lần. Đề nghị bỏ một cột.",
    "table.column_unknown": "Không có cột “{text}” trong mẫu. Đề nghị bỏ cột này hoặc dùng tệp mẫu.",
    "table.damaged": "Tệp {filename} bị hỏng hoặc không đúng với đuôi tệp. Đề nghị mở tệp kiểm tra rồi lưu lại dạng "
    ".xlsx.",
    "table.day": "Không đọc được ngày “{text}”. Đề nghị ghi đủ ngày, tháng, năm, ví dụ 01/07/2025.",
    "table.differs": "Cùng một tên đăng nhập nhưng dòng {row} ghi “{other}”. Đề nghị ghi giống nhau hoặc để trống ở "
    "dòng sau.",
    "table.empty": "Tệp {filename} không có nội dung. Đề nghị chọn lại tệp.",
    "table.encoding": "Tệp {filename} không dùng bảng mã UTF-8 nên không đọc được. Đề nghị lưu lại dạng “CSV UTF-8” "
    "hoặc .xlsx.",
    "table.excel_error": "Ô này là lỗi của Excel, không phải nội dung. Đề nghị ghi lại.",
    "table.field_near": "Không có lĩnh vực “{text}”; có phải là “{near}” không. Đề nghị sửa tên, hoặc thêm lĩnh "
    "vực trước.",
    "table.field_unknown": "Không có lĩnh vực “{text}”. Đề nghị thêm lĩnh vực ở mục Lĩnh vực trước.",
    "table.formula": "Ô này là công thức nên không được nhập. Đề nghị sao chép rồi dán lại dạng giá trị.",
    "table.leader_twice": "Lĩnh vực “{text}” đã có lãnh đạo phụ trách khác ở dòng {row}. Mỗi lĩnh vực có một lãnh "
    "đạo phụ trách.",
    "table.locked": "Tệp {filename} được đặt mật khẩu hoặc là tệp Excel đời cũ (.xls). Đề nghị bỏ mật khẩu, lưu lại "
    "dạng .xlsx.",
    "table.lost": "Không còn đọc được nội dung đã kiểm tra. Đề nghị chọn lại tệp.",
    "table.merged": "Ô này được gộp với ô khác nên không rõ thuộc dòng nào. Đề nghị bỏ gộp ô.",
    "table.no_column": "Nội dung “{text}” nằm ngoài các cột có tên. Đề nghị đặt tên cột theo mẫu hoặc xóa ô này.",
    "table.no_head": "Không tìm thấy dòng tên cột ({columns}). Đề nghị dùng tệp mẫu.",
    "table.no_rows": "Dưới dòng tên cột không có dòng nào để nhập.",
    "table.nothing": "Chưa chọn tệp. Đề nghị chọn tệp .xlsx hoặc .csv.",
    "table.number": "Không đọc được số “{text}”. Đề nghị ghi số từ 0 đến {most}.",
    "table.role_near": "Không có vai trò “{text}”; có phải là “{near}” không. Đề nghị sửa lại.",
    "table.role_unknown": "Không có vai trò “{text}”. Các vai trò: {known}.",
    "table.too_large": "Tệp {filename} lớn hơn {megabytes} MB hoặc chứa quá nhiều dữ liệu. Đề nghị tách tệp.",
    "table.too_many_rows": "Tệp {filename} có quá {most} dòng. Đề nghị tách thành nhiều tệp.",
    "table.twice": "“{text}” trùng với dòng {row}. Đề nghị bỏ một dòng hoặc sửa tên.",
    "table.unit_near": "Không có đơn vị “{text}”; có phải là “{near}” không. Đề nghị sửa tên, hoặc thêm đơn vị trước.",
    "table.unit_unknown": "Không có đơn vị “{text}” trong danh sách. Đề nghị thêm đơn vị trước hoặc sửa tên.",
    "table.unknown_kind": "Không nhận tệp {filename}: chỉ nhận .xlsx và .csv. Đề nghị lưu lại theo một trong hai "
    "dạng này.",
    "table.yes_no": "Không rõ “{text}” là có hay không. Đề nghị ghi “có” hoặc “không”.",
    "text.missing": "Cần nhập nội dung này.",
    "text.too_long": "Nội dung dài quá {most} ký tự.",
    "unit.alias_own": "Đơn vị đã có tên gọi “{text}”.",
    "unit.given_before": "Đơn vị đã được giao nhiệm vụ ngày {given_on:%d/%m/%Y} nên không thể bắt đầu hoạt động sau "
    "ngày đó.",
    "unit.name_collective": "“{text}” chỉ nhiều đơn vị cùng lúc nên không thể là tên của một đơn vị.",
    "unit.name_without_letters": "Tên đơn vị “{text}” không có chữ nào. Đề nghị nhập lại.",
    "unit.name_taken": "Tên gọi “{text}” đã là của {unit}. Hai đơn vị đang hoạt động không được cùng tên gọi.",
    "unit.parent_loop": "Một đơn vị không thể là cấp trên của chính mình. Đề nghị chọn lại đơn vị cấp trên.",
    "unit.position": "Thứ tự là số từ 0 đến 9999.",
    "unit.secretariat_needed": "Đây là Văn phòng của cơ quan; cơ quan phải có đúng một Văn phòng đang hoạt động. Đề "
    "nghị đánh dấu Văn phòng ở đơn vị khác trước, dấu ở đây sẽ tự bỏ.",
    "unit.secretariat_not_in_force": "Văn phòng của cơ quan phải là đơn vị đang hoạt động và chưa có ngày kết thúc.",
}
