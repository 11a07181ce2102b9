"""What mail programs and firms write into mail, in the languages they write it in. All lower case."""


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", " ").split("|") if phrase.strip())


# What stands between dashes above a mail that was answered or passed on below.
BANNERS = _phrases(
    """
    original message | original appointment | forwarded message | forwarded by | reply message |
    begin forwarded message | reply separator | ursprüngliche nachricht | originalnachricht |
    ursprungliche nachricht | weitergeleitete nachricht | weitergeleitet von | message d'origine | message d’origine
    | message original | message transféré | mensaje original | mensaje reenviado | messaggio originale |
    messaggio inoltrato | oorspronkelijk bericht | doorgestuurd bericht | mensagem original | mensagem encaminhada |
    oprindelig meddelelse | ursprungligt meddelande | opprinnelig melding | videresendt | wiadomość oryginalna |
    oryginalna wiadomość | alkuperäinen viesti | původní zpráva | eredeti üzenet | исходное сообщение |
    пересылаемое сообщение | original-nachricht | inoltrato da | 原始邮件 | original mail
    """
)
# Labels of a copied header: who wrote …
WHO = _phrases(
    """
    from | von | de | da | van | från | fra | od | lähettäjä | от | 发件人 | 寄件者 | 差出人 | expéditeur | mittente |
    absender | remitente | feladó
    """
)
# … when, to whom, about what.
OTHER = _phrases(
    """
    sent | date | to | cc | bcc | subject | reply-to | importance | gesendet | datum | an | betreff | envoyé | à |
    objet | enviado | fecha | para | asunto | inviato | data | a | oggetto | verzonden | aan | onderwerp | skickat |
    till | ämne | sendt | til | emne | wysłano | do | temat | lähetetty | vastaanottaja | aihe | кому | дата | тема
    | отправлено | copie | kopie | kopia | kopi | assunto | 发送时间 | 收件人 | 主题 | 抄送 |
    sent by | envoyé le | cópia | copia | dato | odesláno | komu | předmět
    """
)
# The verb that ends the line above a quote.
VERBS = _phrases(
    """
    wrote | writes | said | schrieb | schreibt | geschrieben | a écrit | écrivait | escribió | ha scritto | scrisse
    | schreef | escreveu | skrev | napisał | napisał(a) | napisała | napsal | napsal(a) | kirjoitti | написал |
    написал(а) | пишет | писал | írta | yazdı | a scris | 写道 | のメール | wrote the following
    """
)
# How that line begins.
OPENINGS = _phrases(
    """
    on  | am  | le  | el  | il  | op  | em  | den  | på  | w dniu  | dnia  | il giorno  | in article | in message |
    quoting  | at  | mon | tue | wed | thu | fri | sat | sun | lundi | mardi | mercredi | jeudi | vendredi | ma  |
    vom  | в  | *on 
    """
)
# What a telephone or a free mail service adds of its own.
DEVICES = _phrases(
    """
    sent from my | sent from mail for | sent from yahoo | sent from outlook | sent from samsung | sent from proton |
    sent via blackberry | sent via mobile | sent via my | sent with sparrow | sent with airmail | sent with proton |
    sent with spark | sent using my | sent using outlook | sent on the go | get outlook for | von meinem iphone |
    von meinem handy | von meinem smartphone | gesendet von meinem | gesendet von mail | gesendet von outlook |
    gesendet mit der | envoyé de mon | envoyé depuis | enviado desde mi | enviado desde outlook | enviado do meu |
    inviato da iphone | inviato dal mio | inviato da outlook | verzonden vanaf | verstuurd vanaf | skickat från min |
    sendt fra min | wysłane z iphone | wysłane z mojego | odesláno z mého | lähetetty iphonesta |
    отправлено с iphone | do you yahoo!? | get your free download of msn | get more from the web | via mobile |
    發自我的 | 发自我的
    """
)
# A closing formula on a line of its own.
CLOSERS = _phrases(
    """
    regards | best regards | kind regards | warm regards | with kind regards | best wishes | best | cheers |
    sincerely | sincerely yours | yours sincerely | yours truly | yours faithfully | yours | thanks | thank you |
    many thanks | thanks and regards | thanks & regards | thanks in advance | cordially | respectfully | rgds | br |
    mit freundlichen grüßen | mit freundlichen grüssen | freundliche grüße | freundliche grüsse | viele grüße |
    viele grüsse | beste grüße | liebe grüße | herzliche grüße | mfg | gruß | grüße | cordialement |
    bien cordialement | bien à vous | salutations | meilleures salutations | saludos | un saludo | saludos cordiales
    | atentamente | cordiali saluti | distinti saluti | saluti | met vriendelijke groet | met vriendelijke groeten |
    vriendelijke groeten | groeten | atenciosamente | cumprimentos | med vänlig hälsning | med vänliga hälsningar |
    mvh | venlig hilsen | med venlig hilsen | med vennlig hilsen | hilsen | z poważaniem | pozdrawiam | s pozdravem
    | ystävällisin terveisin | с уважением | üdvözlettel
    """
)
# How a line begins that tells how to reach somebody …
CONTACT = _phrases("http:// | https:// | www. | skype: | skype | email: | e-mail: | linkedin")
# … and how one that does if a number follows.
CONTACT_BEFORE_NUMBER = _phrases(
    """
    tel | phone | fax | mobile | cell | mob | telefon | office | direct | pager | voice | t: | m: | f: | t. | f. | m.
    """
)
# One is enough to know a paragraph for a notice about confidentiality …
STRONG_NOTICE = _phrases(
    """
    intended recipient | intended only for | intended solely for | solely for the use of | sole use of the |
    received this e-mail in error | received this email in error | received this message in error |
    received this communication in error | received this transmission in error | received it in error |
    if you are not the addressee | if you have received this | notify the sender immediately | unauthorized review |
    unauthorised use | privileged and confidential | confidential and privileged | confidentiality notice |
    consider the environment before printing | consider your environmental |
    diese e-mail enthält vertrauliche | diese nachricht ist vertraulich | nicht der richtige adressat |
    diese e-mail irrtümlich | nicht der beabsichtigte empfänger | ce message est confidentiel |
    exclusivement à l'usage | destinataires exclusifs | reçu ce message par erreur | este mensaje es confidencial |
    si ha recibido este mensaje por error | aviso de confidencialidad | questo messaggio è confidenziale |
    riservatezza | dit bericht is vertrouwelijk | uitsluitend bestemd voor | esta mensagem é confidencial |
    has been scanned for viruses | is believed to be clean | scanned by the | virus-free. www
    """
)
# … of these it takes several.
WEAK_NOTICE = _phrases(
    """
    confidential | privileged | disclosure | in error | this e-mail | this email | this message | this communication
    | this transmission | attachments | delete | sender | prohibited | liability | viruses | vertraulich |
    confidentiel | confidencial | views expressed | opinions expressed | registered office | registered in england
    """
)
# One of these stands in every notice: most mail has none and is not looked at more closely.
TELLING_NOTICE = _phrases(
    """
    confiden | intended | recipient | vertraulich | destinat | viruses | environment | in error | irrtümlich |
    riservat | vertrouwelijk | uitsluitend | outside of | believed to be | virus-free
    """
)
