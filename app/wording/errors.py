"""One Vietnamese sentence for each code of ``DomainError``: what is wrong, and what to do next."""

from __future__ import annotations

from app.domain.errors import DomainError

ERRORS: dict[str, str] = {
    "http.bad_request": "Yêu cầu gửi lên không đọc được. Đề nghị quay lại trang trước và thực hiện lại.",
    "http.csrf": "Trang này đã mở quá lâu hoặc phiên đăng nhập đã kết thúc. Đề nghị tải lại trang rồi thực hiện lại.",
    "http.method": "Địa chỉ này không nhận thao tác vừa gửi. Đề nghị quay lại trang trước và thực hiện lại.",
    "http.other": "Yêu cầu không thực hiện được. Đề nghị quay lại trang trước và thực hiện lại.",
    "http.too_large": "Nội dung gửi lên quá lớn: mỗi tệp không quá 20 MB. Đề nghị giảm dung lượng hoặc tách tệp.",
    "http.unexpected": "Hệ thống gặp lỗi và chưa thực hiện được yêu cầu; không có gì bị thay đổi. "
    "Đề nghị thử lại, nếu vẫn lỗi thì báo người quản trị kèm thời điểm xảy ra.",
    "login.no_role": "Tài khoản này hiện không được phân vai trò ở đơn vị nào. Đề nghị liên hệ người quản trị.",
    "login.throttled": "Đã đăng nhập sai nhiều lần. Đề nghị thử lại sau {minutes} phút.",
    "login.wrong": "Tên đăng nhập hoặc mật khẩu không đúng.",
    "not_found": "Không tìm thấy nội dung này, hoặc nội dung không thuộc phạm vi của đơn vị.",
    "permission.denied": "Vai trò hiện tại không có quyền thực hiện việc này.",
    "stale": "Nội dung đã được người khác cập nhật. Đề nghị xem lại bản mới trước khi lưu.",
}


def sentence(error: DomainError) -> str:
    """The sentence of an error. A code without one is a bug, and says so loudly."""
    return ERRORS[error.code].format(**error.params)
