"""Small files with one fault each."""
from generator import (faults_content, faults_editions, faults_files, faults_items, faults_names, faults_records, faults_sets, faults_sets_contents,
                       faults_table7, faults_tables, faults_text, faults_upgrade)


def cases():
    groups = {
        "names": faults_names.cases(), "files": faults_files.cases(), "records": faults_records.cases(), "editions": faults_editions.cases(),
        "items": faults_items.cases(), "text": faults_text.texts(), "numbers": faults_text.numbers(), "content": faults_content.cases(),
    } | faults_tables.groups() | {"table-7": faults_table7.cases(), "sets": faults_sets.cases(), "set-contents": faults_sets_contents.cases(), "upgrade": faults_upgrade.cases()}
    found = []
    for group, members in groups.items():
        for case in members:
            case.folder = f"{group}/{case.folder}"
            found.append(case)
    folders = [case.folder for case in found]
    assert len(set(folders)) == len(folders), sorted(folder for folder in folders if folders.count(folder) > 1)
    return found
