const list = (words: string): string[] => words.split(' ');

const ENGLISH = {
  first: list('Amelia Oliver Isla Harry Freya George Poppy Leo Aisha Callum Zara Ethan Megan Dylan Naomi Rhys Imani Declan Sophie Tariq Beth Marcus Chloe Nikhil Hannah Owen Ruby Joel Tessa Gareth Leila Stuart Maya Felix Orla Jasper Thea Kwame Paige Rowan'),
  last: list('Ashdown Birchall Cartmel Dunmore Everleigh Fairclough Garrick Hathersage Inglewood Jessop Kirkbride Langstaff Merriweather Netherton Osgood Pemberley Quillfeather Ravensworth Silverdale Thistleton Underhay Varley Westcombe Yarrow Ambleside Blackmore Okonjo Chaudhry Mbeki Pereira Banerjee Moyo Haldane Strachan Penhallow Tregarth'),
};

/** Names of people, by the country of the company they work for. */
export const PEOPLE: Readonly<Record<string, { first: string[]; last: string[] }>> = {
  DE: {
    first: list('Anna Lukas Marie Felix Johanna Maximilian Leonie Paul Clara Moritz Ayşe Emre Katharina Sebastian Friederike Jan Miriam Tobias Greta Florian Svenja Matthias Lena Henrik Nadine Oskar Elif Julian Ronja Stefan Theresa Carsten Aylin Konstantin Wiebke Malte Franziska Arne Judith Bastian'),
    last: list('Albrechtsberg Birkenfeld Brandstätter Dornbusch Eichhorst Falkenrath Grünwaldt Hagenbeck Immenhof Jägersberg Kaltenbrunn Lindenau Morgenroth Niederau Oberländer Petersdorf Querfurt Rosenthaler Steinhauser Tannenberger Uhlenhorst Vogelsang Weidenbach Yıldızoğlu Zellinger Ackermark Buchenau Demirkan Ebersbach Föhrenbach Hasselmann Kirschbaumer Lohmeyer Nordhausen Rethmeier Schönefeldt Wolkenstein Öztürkmen'),
  },
  SE: {
    first: list('Elsa Oskar Maja Axel Ebba Nils Alva Gustav Wilma Hugo Linnéa Viktor Saga Anton Tyra Emil Klara Albin Signe Rasmus Amira Joakim Tuva Henrik Ylva Måns Ingrid Samir Åsa Björn'),
    last: list('Almgren Björkdahl Cederlund Dalström Ekenstam Forsmark Granqvist Hedenskog Isakstad Järnefors Kvarnström Lövgren Malmstad Norrby Oxenberg Palmkrona Rosenfors Sjödahl Tallbacka Uddenberg Vinterhed Wikholm Åkerlind Ängsmark Östholm Sundevall Bergfeldt Hellsing'),
  },
  FR: {
    first: list('Camille Hugo Manon Lucas Inès Gabriel Juliette Nathan Chloé Adrien Léa Antoine Maëlle Baptiste Yasmine Rémi Clémence Mathis Amandine Karim Élodie Gaspard Océane Thibault Nour Quentin Solène Étienne Margaux Loïc'),
    last: list('Aubrespin Beauvallon Chantereau Desforges Estienne Fontanges Garancière Hautecœur Jolivet Kermadec Lachaume Montferrand Nouvelot Orsenne Peyrelade Quimperlé Rochebrune Sauvageot Trémolet Valcourt Ysambert Belmokhtar Delacombe Marchevert Boisrenard Clairefont Traoré-Lenoir Vauquelin'),
  },
  GB: ENGLISH,
  AU: ENGLISH,
  US: {
    first: list('Avery Jordan Madison Tyler Brooklyn Mateo Savannah Logan Keisha Wyatt Destiny Hunter Isabella Andre Riley Carlos Jasmine Cole Valentina Marcus Skylar Diego Faith Malik Autumn Preston Lucia Trevor Aaliyah Garrett Ming Sarita Colton Rosa Terrence Haley Quentin Ivy Desmond Nadia'),
    last: list('Abernathy-Cole Brightwater Calloway Davenport-Ruiz Eastbrook Fairbanks Goldfield Hargrave Ironwood Jaramillo Kingsbury Lockridge Montelongo Northcutt Oakhurst Prescott-Lee Quezada Rutherglen Stonebridge Tillery Upchurch Vandermeer Whitmore Yellowhorse Zapatero Bellweather Crosswhite Delacroix-Hill Okafor-Lane Nakagawa Trujillo Winterbourne Pallister Greymountain Castellanos Redfearn'),
  },
  CA: {
    first: list('Liam Charlotte Noah Béatrice Mackenzie Owen Gurpreet Chantal Theo Maëva Duncan Priya Étienne Autumn Hudson Simone Angus Leilani Jasleen Marc-André'),
    last: list('Beaubien Cartwright-Roy Dhaliwal Ferncastle Gagnonville Hawthorn Islington Kwan-Tremblay Lakeshore Marchbank Northmoor Pelletier-Voss Redpath Sandhurst Tallpine Wellandport'),
  },
};

/** What companies do, with the words that their names are made of. */
export const INDUSTRIES: Readonly<Record<string, { weight: number; words: string[]; employees: number }>> = {
  'Machine building': { weight: 16, words: list('Maschinenbau Antriebe Dynamics Mechanics Hydraulik Drives Toolworks Präzision'), employees: 180 },
  'Optics and sensors': { weight: 12, words: list('Optik Sensorik Photonics Lasertec Imaging Sensors Optronic'), employees: 90 },
  'Medical technology': { weight: 12, words: list('Medizintechnik Diagnostics Biomed Surgical Medtec Careworks'), employees: 120 },
  'Chemicals': { weight: 8, words: list('Chemie Polymers Coatings Reagents Catalysts Pigments'), employees: 240 },
  'Food and beverages': { weight: 10, words: list('Foods Brauerei Dairy Bakery Beverages Mühlen Provisions'), employees: 110 },
  'Logistics': { weight: 9, words: list('Logistik Freight Spedition Forwarding Cargo Warehousing'), employees: 150 },
  'Energy': { weight: 8, words: list('Energie Solar Windpower Grid Power Renewables'), employees: 200 },
  'Software': { weight: 9, words: list('Software Systems Data Cloudworks Digital Labs'), employees: 45 },
  'Construction': { weight: 7, words: list('Bau Construction Structures Fassaden Engineering'), employees: 80 },
  'Education and research': { weight: 5, words: list('Institut Academy Research College Laboratories'), employees: 300 },
  'Public sector': { weight: 4, words: list('Stadtwerke Waterworks Transit Utilities'), employees: 420 },
};

/** First parts of company names: made up, and meant to sound as if they were not. */
export const STEMS = list('Alpenrose Nordhafen Kestrel Lumera Brightwell Solberg Vantage Meridor Talvik Harrowgate Quellmann Ostara Bluefjord Carrick Delphion Ember Falkenau Glimmer Hallstein Isenberg Juniper Kaltmoor Lindqvist Mistral Novalis Orbis Pinecrest Quarry Rivendahl Silberwald Tidewater Umbra Valmont Wexley Xantis Ylva Zephyr Arcadis Birkholm Clearspan Dunford Elmsworth Fennel Granitas Highmoor Ironbridge Jadehill Kronfeld Lakemont Marbrook Northgate Oakline Pelikan Rookwood Stellmach Thornfield Uplands Verano Windmere Zenithal Adlerhorst Bergamo Cobalt Driftwood Evergreen Fjordland Goldammer Hexagon Indigo Jasmund Kirschau Lavendel Mühlstein Nebelhorn Ortler Polaris Rosendal Saffron Turmalin Uferlos Vesper Waldkauz Amberley Bellatrix Corvus Dorado Eridan Foxglove Gentian Heron Ibis Jackdaw Kingfisher Larkspur Merlin Nightingale Osprey Plover');

export const JOB_TITLES = [
  'Managing director', 'Head of purchasing', 'Purchasing manager', 'Strategic buyer', 'Head of quality', 'Quality engineer', 'Plant manager', 'Production manager', 'Head of research', 'Laboratory manager',
  'Process engineer', 'Maintenance manager', 'Chief technology officer', 'IT manager', 'Head of finance', 'Controller', 'Operations director', 'Project manager', 'Automation engineer', 'Office manager',
];

export const COMPANY_TAGS = ['Key account', 'Framework agreement', 'Trade fair', 'Referral', 'Newsletter', 'Service contract', 'Pilot', 'Reseller', 'Tender', 'Slow payer'];
export const CONTACT_TAGS = ['Decision maker', 'Technical contact', 'Newsletter', 'Trade fair', 'Webinar', 'Champion', 'Invoices', 'Christmas card'];
