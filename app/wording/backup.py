"""What is said of backups: why one was not made or not loaded, and what to do next."""

from __future__ import annotations

ERRORS = {
    "archive.damaged": "Bản sao lưu bị hỏng hoặc đã bị sửa ở phần {part}, không dùng được; chưa có gì được thay đổi. "
    "Đề nghị dùng một bản sao lưu khác.",
    "archive.incomplete": "Bản sao lưu này được lập khi thiếu {count} tệp. Nếu chấp nhận thiếu, đề nghị chạy lại với "
    "--allow-missing.",
    "archive.missing": "Không tìm thấy tệp {path}. Đề nghị kiểm tra lại đường dẫn.",
    "archive.newer": "Bản sao lưu được lập bằng phiên bản mới hơn của chương trình ({app}, cấu trúc {revision}). Đề "
    "nghị cập nhật chương trình rồi phục hồi lại.",
    "archive.newer_format": "Bản sao lưu theo định dạng {format}, phiên bản này chỉ đọc định dạng {known}. Đề nghị cập "
    "nhật chương trình rồi phục hồi lại.",
    "archive.unreadable": "Tệp {path} không phải là bản sao lưu của Đôn Đốc, hoặc đã bị cắt mất một phần.",
    "backup.exists": "Tệp {path} đã có, không ghi đè. Đề nghị chọn tên khác.",
    "backup.missing_files": "Thiếu hoặc sai nội dung {count} tệp, nên chưa lập bản sao lưu: {names}. Đề nghị tìm lại "
    "tệp trong bản sao lưu cũ; nếu chấp nhận thiếu, chạy lại với --allow-missing.",
    "backup.no_database": "Cơ sở dữ liệu chưa được tạo nên không có gì để sao lưu. Đề nghị kiểm tra DATABASE_URL.",
    "backup.no_room": "Không ghi được bản sao lưu vào {path} ({why}). Đề nghị kiểm tra dung lượng trống và quyền ghi.",
    "restore.files_there": "Thư mục {folder} đã có tệp. Chỉ phục hồi vào nơi còn trống: đề nghị khai báo "
    "DONDOC_INSTANCE là một thư mục khác.",
    "restore.load_failed": "Không nạp được bảng {table} của bản sao lưu vào cơ sở dữ liệu này; chưa có gì được "
    "thay đổi.",
    "restore.not_empty": "Cơ sở dữ liệu đã có dữ liệu. Chỉ phục hồi vào nơi còn trống: đề nghị khai báo DATABASE_URL "
    "là một cơ sở dữ liệu khác.",
    "restore.other_tables": "Bản sao lưu không có đúng các bảng của cấu trúc mà nó nêu ({names}); chưa có gì được thay "
    "đổi. Đề nghị dùng một bản sao lưu khác.",
}


def size(count: int) -> str:
    """12,3 MB; small ones in KB."""
    kilobytes = count / 1000
    shown = f"{kilobytes / 1000:.1f} MB" if kilobytes >= 1000 else f"{kilobytes:.0f} KB"
    return shown.replace(".", ",")
