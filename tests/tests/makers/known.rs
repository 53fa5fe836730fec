pub(crate) struct Known; pub(crate) const KNOWN: &[Known] = &[];
