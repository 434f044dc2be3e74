"""The senders of the settings: one for each channel that was set."""

from survey_app.clock import Clock
from survey_app.delivery.mail_server import MailServer
from survey_app.delivery.outcomes import Sender
from survey_app.delivery.sms_gateway import SmsGateway


def open_senders(
    mail_server: MailServer | None,
    mail_address: str,
    sms_gateway: SmsGateway | None,
    patience: float,
    clock: Clock,
) -> dict[str, Sender]:
    """Return a sender for mail, for SMS, for both or for neither; nothing is connected yet."""
    senders: dict[str, Sender] = {}
    if mail_server is not None:
        from survey_app.delivery.mail import SmtpSender

        senders["mail"] = SmtpSender(mail_server, mail_address, clock, patience)
    if sms_gateway is not None:
        from survey_app.delivery.sms import SmsSender

        senders["sms"] = SmsSender(sms_gateway, patience)
    return senders
