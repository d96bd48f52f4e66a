"""Words that authors write for a field of ours: those of spreadsheets and of neighbouring files, English and Chinese.

They only suggest what may be meant; a field has one name.
"""

from __future__ import annotations

from collections.abc import Collection

#: For each field, other words for it, as they are written in small letters with _ for a space.
_WORDS = {
    "amount": "gift sum value total money paid cost 金额 捐赠金额 捐款金额 支出金额",
    "campaign": "activity event 活动 筹款活动",
    "category": "type account class 类别 科目 类型",
    "currency": "ccy 币种 货币",
    "date": "day when time paid_on given_on 日期 时间 捐赠日期 捐款日期 支出日期 付款日期",
    "document": "voucher receipt invoice number reference 凭证 凭证号 单据 发票 发票号",
    "donor": "giver contributor supporter member 捐赠人 捐款人 捐赠者 捐赠人编号",
    "email": "mail e-mail e_mail 邮箱 电子邮箱 邮件",
    "fee": "charge commission 手续费 服务费",
    "for": "project designation purpose fund 项目 用途 捐赠项目 指定用途",
    "gift": "amount donation contribution sum value total money 金额 捐赠金额 捐款金额",
    "id": "number no transaction_id order_id 编号 流水号 订单号 单号",
    "in_kind": "goods items 物资 实物",
    "kind": "type 类型",
    "line": "budget_line budget 预算 预算项",
    "name": "full_name donor_name 姓名 名字 名称",
    "note": "description memo remark remarks comment comments message text 备注 留言 说明 摘要",
    "phone": "tel telephone mobile 电话 手机 手机号",
    "project": "for designation purpose fund 项目 用途",
    "projects": "project for 项目",
    "pseudonym": "alias nickname 化名 昵称 笔名",
    "receiver": "payee recipient vendor supplier paid_to beneficiary 收款方 收款人 收款单位 供应商",
    "refund": "returned 退款 退回",
    "summary": "description abstract teaser 摘要 简介",
    "title": "headline heading subject 标题 题目",
    "via": "channel source platform method payment_method 渠道 平台 来源 支付方式",
    "visibility": "visible privacy public 公开 可见",
    "words": "quote message 寄语 留言",
}
_FIELDS: dict[str, list[str]] = {}
for _field, _others in _WORDS.items():
    for _word in _others.split():
        _FIELDS.setdefault(_word, []).append(_field)


def is_one(name: str) -> bool:
    """Whether `name` is such a word: a message may say it, since it is nobody's name."""
    return _plain(name) in _FIELDS


def field(name: str, known: Collection[str]) -> str | None:
    """The field among `known` that `name` is another word for; None where it is none, or one of several."""
    found = [one for one in _FIELDS.get(_plain(name), ()) if one in known]
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    return name.lower().replace(" ", "_")
