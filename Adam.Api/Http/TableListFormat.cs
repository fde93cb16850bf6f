namespace Adam.Api.Http;

/// <summary>Base of formats that write a list as a table, to be saved as a file.</summary>
internal abstract class TableListFormat(TimeProvider time) : StreamedListFormat(time)
{
    public override ListFormatScope Scope => ListFormatScope.AllLists;
}
