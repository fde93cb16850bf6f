namespace Adam.Data.Records;

/// <summary>A record as the register stores it.</summary>
/// <param name="RecordId">The number of the row, in the order of recording.</param>
/// <param name="Version">The version of the row; that of a withdrawn record is one higher than its document's.</param>
/// <param name="WithdrawnAt">The instant at which the record was withdrawn; null if it is active.</param>
public abstract record StoredRecord<TRecord>(int RecordId, int Version, DateTimeOffset? WithdrawnAt)
{
    public abstract TRecord Record { get; }

    /// <summary>True if the record is not withdrawn.</summary>
    public bool IsActive => WithdrawnAt is null;
}

/// <summary>The outcome of a write of a record.</summary>
public abstract record RecordOutcome<TRecord>
{
    private RecordOutcome() { }

    public sealed record Done(TRecord Record) : RecordOutcome<TRecord>;

    /// <summary>There is a record with this reference, withdrawn or not.</summary>
    public sealed record ReferenceTaken(StoredRecord<TRecord> By) : RecordOutcome<TRecord>;

    /// <summary>The register has as many records of the kind as it takes.</summary>
    /// <param name="Most">Their number.</param>
    public sealed record TooMany(int Most) : RecordOutcome<TRecord>;

    /// <summary>Another record stands in the way of the write.</summary>
    /// <param name="Reference">Its reference; after its kind and a space, if it may be of several kinds.</param>
    public sealed record Obstructed(string Reference) : RecordOutcome<TRecord>;

    public sealed record NotFound : RecordOutcome<TRecord>;

    public sealed record Withdrawn(StoredRecord<TRecord> Stored) : RecordOutcome<TRecord>;

    /// <summary>The record was changed after the client had read it.</summary>
    public sealed record Stale : RecordOutcome<TRecord>;
}
