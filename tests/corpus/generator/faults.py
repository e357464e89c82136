"""Small files with one fault each."""
from generator import faults_editions, faults_files, faults_items, faults_names, faults_records, faults_sets, faults_upgrade


def cases():
    groups = {
        "names": faults_names, "files": faults_files, "records": faults_records, "editions": faults_editions,
        "items": faults_items, "sets": faults_sets, "upgrade": faults_upgrade,
    }
    found = []
    for group, module in groups.items():
        for case in module.cases():
            case.folder = f"{group}/{case.folder}"
            found.append(case)
    folders = [case.folder for case in found]
    assert len(set(folders)) == len(folders), sorted(folder for folder in folders if folders.count(folder) > 1)
    return found
