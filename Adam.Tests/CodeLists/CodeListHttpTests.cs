namespace Adam.Tests.CodeLists;

/// <summary>Code lists with the names of their codes in the language of the request.</summary>
public sealed class CodeListHttpTests(string engine) : RegisterTests(engine)
{
    [TestCase("ru", "Таджикистан")]
    [TestCase("fr;q=0.5, ru;q=0.4", "Tadjikistan")]
    [TestCase("xx", "Tajikistan")]
    public async Task Countries_have_names_in_the_language_of_the_request(string languages, string name)
    {
        using var reader = await TestApi.Over(Register.Database).ClientAsync(Adam.Domain.Keys.Role.Viewer);
        var response = await reader.SendAsync(
            "GET",
            "/v1/codelists/countries?include=names",
            headers: ("Accept-Language", languages)
        );
        var list = await response.JsonAsync();
        Assert.That((string)list["names"]!["countries"]!["TJ"]!, Is.EqualTo(name));
        Assert.That(list["names"]!["countries"]!.AsObject(), Has.Count.EqualTo(list["items"]!.AsArray().Count));
        Assert.That(response.Headers.Vary, Does.Contain("Accept-Language"));

        var plain = await (await reader.SendAsync("GET", "/v1/codelists/countries")).JsonAsync();
        Assert.That(plain["names"], Is.Null);
        Assert.That(plain["items"]!.ToJsonString(), Is.EqualTo(list["items"]!.ToJsonString()));
    }

    [Test]
    public async Task Other_addition_is_refused()
    {
        using var reader = await TestApi.Over(Register.Database).ClientAsync(Adam.Domain.Keys.Role.Viewer);
        var response = await reader.SendAsync("GET", "/v1/codelists/countries?include=nothing");
        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("nothing").And.Contain("names"));
    }
}
