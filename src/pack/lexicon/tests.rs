#[test]
fn scratch() {
    let started = std::time::Instant::now();
    let pack = crate::pack::Pack::embedded().unwrap_or_else(|e| panic!("{:#?}", e.problems.iter().map(|p| format!("{}:{} {}", p.file(), p.line(), p.message)).collect::<Vec<_>>()));
    println!("loaded {:?}", started.elapsed());
    let all = std::fs::read_to_string("/tmp/items.tsv").unwrap();
    for line in all.lines() {
        let (item, want) = line.split_once('\t').unwrap();
        let mut got: Vec<_> = pack.lexicon().treatments(item).iter().map(|m| m.id.to_string()).collect();
        got.sort();
        got.dedup();
        if got.join(",") != want {
            println!("{item} | want {want} | got {}", got.join(","));
        }
    }
    let started = std::time::Instant::now();
    let n = pack.lexicon().mentions(&all).treatments.len();
    println!("{n} mentions in {} bytes {:?}", all.len(), started.elapsed());
}
