namespace Adam.Api.Http;

/// <summary>An addition to the records of a response.</summary>
internal enum ResponseExtra
{
    /// <summary>
    /// The member <c>names</c>: the names of the countries, partners and pillars of the response, in the language of
    /// <c>Accept-Language</c>.
    /// </summary>
    Names = 1,
}
