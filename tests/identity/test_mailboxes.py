from sapwood.identity.mailboxes import group_by_folder, mailbox_of


def test_each_top_folder_of_an_archive_is_a_mailbox():
    wheres = [
        "all.tar.gz/maildir/ana/inbox/1.",
        "all.tar.gz/maildir/ana/orchard/2.",
        "all.tar.gz/maildir/tom/sent/1.",
    ]
    folders = group_by_folder(wheres)
    assert folders == ["all.tar.gz/maildir/ana", "all.tar.gz/maildir/tom"]
    assert [mailbox_of(where, folders) for where in wheres] == [folders[0], folders[0], folders[1]]
    assert mailbox_of("elsewhere/1.", folders) is None


def test_a_folder_name_that_begins_like_another_is_another():
    folders = group_by_folder(["m/ana/x/1", "m/ana-b/x/1"])
    assert [mailbox_of(where, folders) for where in ("m/ana/x/1", "m/ana-b/x/1")] == ["m/ana", "m/ana-b"]


def test_a_mail_programs_own_folders_do_not_split_a_mailbox():
    assert group_by_folder(["ana/Inbox/1", "ana/Sent Items/2", "ana/orchard/3"]) == ["ana"]
    assert group_by_folder(["ana/cur/1", "ana/new/2"]) == ["ana"]
    assert group_by_folder(["Mail/Inbox.mbox/1", "Mail/Orchard.mbox/1"]) == ["Mail"]


def test_mail_beside_folders_is_one_mailbox():
    assert group_by_folder(["mail/1.eml", "mail/old/2.eml"]) == ["mail"]


def test_one_folder_or_file_is_one_mailbox():
    assert group_by_folder(["mail/1.eml", "mail/2.eml"]) == ["mail"]
    assert group_by_folder(["ana.mbox/1", "ana.mbox/2"]) == ["ana.mbox"]
    assert group_by_folder(["1.eml"]) == [""]
    assert mailbox_of("1.eml", [""]) == ""
    assert group_by_folder([]) == []


def test_a_file_per_colleague_is_a_mailbox_per_colleague():
    assert group_by_folder(["mail/ana.mbox/1", "mail/tom.mbox/1"]) == ["mail/ana.mbox", "mail/tom.mbox"]
